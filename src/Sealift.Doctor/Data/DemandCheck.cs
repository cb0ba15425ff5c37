using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Data;

/// <summary>Whether data connections must resume the control connection's session.</summary>
internal sealed class DemandCheck() : DoctorCheck(
    "SL-DATA-55",
    "Resumption demanded",
    "Lists the directory of the login over a data connection that offers no session, as anybody could who connects to the port first.",
    "Where resumption is demanded, nobody else can take a data connection over. Where it is not, who guesses the port can read a listing or send a file.")
{
    private static readonly Fault NotDemanded = new()
    {
        Title = "Data connections need not resume",
        Verdict = Verdict.Advice,
        Meaning = "A data connection that nothing binds to the session is served. Who connects to the passive port first gets the file, or sends one in the user's name.",
        Remedies = DataRemedies.RequireReuse,
        Meanwhile = "Nothing can be set on the client: it resumes anyway. Other clients that cannot resume (many) are the usual reason for this setting.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [NotDemanded];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var resumed = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        if (!resumed.Succeeded) return CannotTell($"A listing fails in any case: {resumed.Words}");
        var alone = await probe.ListAsync(session: null, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"with the session: {resumed}", $"without it: {alone}"];
        return alone.Succeeded
            ? Found(NotDemanded, "A data connection that resumes nothing is served.", evidence)
            : Good("A data connection that resumes nothing is refused.", evidence);
    }
}
