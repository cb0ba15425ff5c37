using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Which cipher suites the server accepts.</summary>
internal sealed class SuitesCheck() : DoctorCheck(
    "SL-TLS-55",
    "Cipher suites",
    "Offers all suites that are known, notes which one the server takes, offers the rest again, and so on until it refuses: for TLS 1.3, and for the newest version below.",
    "A suite that is broken protects nothing. One without forward secrecy lets whoever gets the server's key later read everything that was recorded.")
{
    // No server has more; one that always agrees must not keep us for ever.
    private const int MostSuites = 60;

    private static readonly Fault Broken = new()
    {
        Title = "Broken cipher suites are accepted",
        Meaning = "They do not encrypt at all, can be deciphered, or let anybody pass for the server.",
        Remedies = TlsRemedies.Suites,
        Meanwhile = "Nothing has to be set: Sealift does not offer them.",
    };

    private static readonly Fault NoForwardSecrecy = new()
    {
        Title = "Suites without forward secrecy are accepted",
        Verdict = Verdict.Advice,
        Meaning = "With RSA key exchange, whoever gets the server's key later reads all that was recorded before (RFC 9325 section 4.1). Clients of today choose better suites by themselves.",
        Remedies = TlsRemedies.Suites,
        Meanwhile = "Nothing has to be set: Sealift prefers suites with forward secrecy. --tls-min 1.3 allows no others.",
    };

    private static readonly Fault OnlyWithout = new()
    {
        Title = "Only suites without forward secrecy are accepted",
        Meaning = "Whoever gets the server's key later reads all that was recorded before.",
        Remedies = TlsRemedies.Suites,
        Meanwhile = "Nothing: the server must offer better suites.",
    };

    public override IReadOnlyList<Fault> Faults => [Broken, NoForwardSecrecy, OnlyWithout];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        var (modern, older) = (new List<ushort>(), new List<ushort>());
        if (survey.Accepts(ClientHello.Tls13)) modern = await ListAsync(examination, ClientHello.Tls13, CipherSuites.OfTls13, cancellationToken).ConfigureAwait(false);
        if (survey.NewestBelowTls13 is { } version) older = await ListAsync(examination, version, CipherSuites.BelowTls13, cancellationToken).ConfigureAwait(false);
        if (modern.Count + older.Count == 0) return CannotTell("No suite that was offered was accepted.");

        List<string> evidence = [];
        if (modern.Count > 0) evidence.Add($"TLS 1.3: {string.Join(", ", modern.Select(CipherSuites.NameOf))}");
        if (older.Count > 0) evidence.Add($"{TlsNames.Of(survey.NewestBelowTls13!.Value)}: {string.Join(", ", older.Select(CipherSuites.NameOf))}");
        List<ushort> all = [.. modern, .. older];
        var weak = all.Where(suite => CipherSuites.WeaknessOf(suite) is not null).ToList();
        evidence.AddRange(weak.GroupBy(CipherSuites.WeaknessOf).Select(same => $"{same.Key}: {string.Join(", ", same.Select(CipherSuites.NameOf))}"));
        var broken = weak.Where(suite => CipherSuites.WeaknessOf(suite) != CipherSuites.NoForwardSecrecy).ToList();
        if (broken.Count > 0) return Found(Broken, $"{broken.Count} of {all.Count} suites are broken: {string.Join(", ", broken.Select(CipherSuites.NameOf))}.", [.. evidence]);
        if (weak.Count == all.Count) return Found(OnlyWithout, "No suite has forward secrecy.", [.. evidence]);
        return weak.Count > 0
            ? Found(NoForwardSecrecy, $"{weak.Count} of {all.Count} suites have no forward secrecy.", [.. evidence])
            : Good($"{all.Count} suites, all of them strong.", [.. evidence]);
    }

    private static async Task<List<ushort>> ListAsync(Examination examination, ushort version, IReadOnlyList<ushort> suites, CancellationToken cancellationToken)
    {
        var accepted = new List<ushort>();
        var left = new List<ushort>(suites);
        while (left.Count > 0 && accepted.Count < MostSuites)
        {
            var form = new HelloForm(version, left, ClientHello.NameFor(examination.Base.TlsPeer.Host));
            var answer = await HelloProbe.TryAsync(examination, form, cancellationToken).ConfigureAwait(false);
            if (!answer.IsAccepted || !left.Remove(answer.Suite)) break;
            accepted.Add(answer.Suite);
        }

        return accepted;
    }
}
