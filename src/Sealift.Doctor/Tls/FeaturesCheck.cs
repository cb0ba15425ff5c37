using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>What the server lists before and after TLS and the login.</summary>
internal sealed class FeaturesCheck() : DoctorCheck(
    "SL-TLS-59",
    "Features before and after TLS",
    "Asks FEAT in clear text, inside TLS and, with a login, after it, and compares the answers.",
    "Clients decide by FEAT what they may use. RFC 4217 section 6 wants AUTH TLS, PBSZ and PROT listed; what is listed in clear text may have been changed on the way.")
{
    private static readonly Fault NotListed = new()
    {
        Title = "TLS is offered and not listed",
        Verdict = Verdict.Advice,
        Meaning = "Clients that ask first (opportunistic ones) do not find TLS, and log in in clear text.",
        Remedies = TlsRemedies.Update("FEAT should list AUTH TLS, PBSZ and PROT."),
        Meanwhile = "Nothing has to be set: Sealift does not ask before it says AUTH TLS.",
    };

    private static readonly Fault NoFeat = new()
    {
        Title = "FEAT is not known",
        Verdict = Verdict.Advice,
        Meaning = "Clients have to guess: listings, times, sizes and UTF-8 may not work as well as they could.",
        Remedies = TlsRemedies.Update("It should know FEAT (RFC 2389)."),
        Meanwhile = "--profile names the family where it is not recognised; --encoding the encoding of names.",
    };

    public override IReadOnlyList<Fault> Faults => [NotListed, NoFeat];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        List<string> evidence = [];
        var before = target.IsImplicit ? null : await AskInClearAsync(examination, evidence, cancellationToken).ConfigureAwait(false);
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var inside = look.Features;
        if (inside is not null) evidence.Add($"inside TLS: {Describe(inside)}");
        var after = examination.Options.LogsIn && await examination.Login.GetAsync(cancellationToken).ConfigureAwait(false) is { Failure: null } login ? login.Features : null;
        if (after is not null) evidence.Add($"after the login: {after.Lines.Count} lines");

        var listed = after ?? (inside is { IsCompleted: true } ? FtpFeatures.Parse(inside) : null);
        if (listed is null && inside?.Code == 530) return CannotTell("FEAT wants a login first.", [.. evidence]);
        if (listed is null || listed.Lines.Count == 0) return inside?.Code is 500 or 502 ? Found(NoFeat, $"FEAT is not known: {Evidence.Of(inside)}", [.. evidence]) : CannotTell("FEAT tells nothing.", [.. evidence]);
        Compare(before, listed, evidence);
        var missing = Missing(target, before is { IsCompleted: true } ? FtpFeatures.Parse(before) : listed, listed);
        return missing.Count > 0
            ? Found(NotListed, $"FEAT does not list {string.Join(", ", missing)}.", [.. evidence])
            : Good($"{listed.Lines.Count} features are listed.", [.. evidence]);
    }

    private static async Task<FtpReply?> AskInClearAsync(Examination examination, List<string> evidence, CancellationToken cancellationToken)
    {
        var line = await examination.OpenClearAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var reply = await line.AskAsync("FEAT", cancellationToken).ConfigureAwait(false);
        evidence.Add($"in clear text: {Describe(reply)}");
        return reply;
    }

    // AUTH may be missing once TLS stands: there is nothing to begin any more.
    private static List<string> Missing(Target target, FtpFeatures before, FtpFeatures after)
    {
        List<string> missing = [];
        if (!target.IsImplicit && !before.AuthMechanisms.Concat(after.AuthMechanisms).Any(mechanism => mechanism.StartsWith("TLS", StringComparison.OrdinalIgnoreCase))) missing.Add("AUTH TLS");
        if (!before.Has("PBSZ") && !after.Has("PBSZ")) missing.Add("PBSZ");
        if (!before.Has("PROT") && !after.Has("PROT")) missing.Add("PROT");
        return missing;
    }

    private static void Compare(FtpReply? before, FtpFeatures after, List<string> evidence)
    {
        if (before is not { IsCompleted: true }) return;
        var first = FtpFeatures.Parse(before).Lines;
        var added = after.Lines.Except(first, StringComparer.OrdinalIgnoreCase).ToList();
        var gone = first.Except(after.Lines, StringComparer.OrdinalIgnoreCase).ToList();
        if (added.Count > 0) evidence.Add(Evidence.Short($"listed only later: {string.Join(", ", added)}"));
        if (gone.Count > 0) evidence.Add(Evidence.Short($"listed only in clear text: {string.Join(", ", gone)}"));
    }

    private static string Describe(FtpReply reply) => reply.IsCompleted ? $"{FtpFeatures.Parse(reply).Lines.Count} lines" : Evidence.Of(reply);
}
