namespace Sealift.Proof.Tests.Sweeps;

/// <summary>Each command that the engine sends is refused once, with each code (SECURITY, F7 and F8): before it is done, and after.</summary>
public sealed class RefusalSweepTests(SweepLanes lanes, SweepTotals totals)
{
    // Those of RFC 959, 2228, 2389, 2428, 3659 and 4217, and one of each hundred that nobody has heard of.
    private static readonly string[] Codes =
    [
        "421", "425", "426", "430", "431", "434", "450", "451", "452", "499", "500", "501", "502", "503", "504", "521", "522", "530", "532", "533", "534",
        "535", "536", "537", "550", "551", "552", "553", "554", "555", "599",
    ];

    private static readonly string[] Changing = ["RETR", "STOR", "MLSD", "RNTO", "DELE", "MKD", "MFMT", "RMD", "SIZE", "MLST"];

    public static TheoryData<SweepOperation> Operations => [.. Enum.GetValues<SweepOperation>()];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_command_may_be_refused_with_each_code(SweepOperation operation)
    {
        var verbs = await lanes.FindVerbsAsync(operation, Backends.Chosen);
        var login = await lanes.FindVerbsAsync(SweepOperation.Login, Backends.Chosen);
        if (operation != SweepOperation.Login && !SweepSize.IsFull)
        {
            // What belongs to the login is refused there.
            verbs = [.. verbs.Except(login, StringComparer.Ordinal).Append("EPSV").Append("TYPE").Intersect(verbs, StringComparer.Ordinal)];
        }

        var cases = from verb in verbs
                    from isDone in (bool[])[false, true]
                    where !isDone || Changing.Contains(verb, StringComparer.Ordinal)
                    from code in Codes.Select((text, index) => (text, index))
                    select new RefusalCase(operation, verb, code.text, isDone, Retries: (code.index + verb.Length) % 2 == 0) { IsOfLogin = login.Contains(verb, StringComparer.Ordinal) };
        totals.Add($"refusal, {operation}", await lanes.RunAsync(cases));
    }
}
