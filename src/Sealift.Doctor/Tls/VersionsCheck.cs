using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Which versions of TLS the server accepts.</summary>
internal sealed class VersionsCheck() : DoctorCheck(
    "SL-TLS-54",
    "TLS versions",
    "Offers SSL 3.0, TLS 1.0, 1.1, 1.2 and 1.3, each alone, and reads the answer. The handshake goes no further, so that this machine's own limits do not matter.",
    "TLS 1.2 and 1.3 are what clients of today accept (RFC 8996, RFC 9325). Older versions protect badly, and whoever offers them invites attacks on all.")
{
    private static readonly Fault Old = new()
    {
        Title = "Old versions of TLS are accepted",
        Meaning = "SSL 3.0, TLS 1.0 and TLS 1.1 are forbidden (RFC 7568, RFC 8996): they rest on SHA-1 and on CBC, and several attacks are known. Audits object to them.",
        Remedies = TlsRemedies.Versions,
        Meanwhile = "Nothing has to be set: Sealift never speaks less than TLS 1.2.",
    };

    private static readonly Fault TooOld = new()
    {
        Title = "The server speaks no version of TLS that is still in use",
        Meaning = "Clients of today refuse to connect; those that do not are not protected well.",
        Remedies = TlsRemedies.Update("It must speak TLS 1.2 or 1.3."),
        Meanwhile = "Nothing: Sealift never speaks less than TLS 1.2. Ask the operator.",
    };

    private static readonly Fault NoTls13 = new()
    {
        Title = "TLS 1.3 is not offered",
        Verdict = Verdict.Advice,
        Meaning = "TLS 1.2 is good enough with the right suites; TLS 1.3 takes a round trip less for each connection and hides the certificates.",
        Remedies = TlsRemedies.Versions,
        Meanwhile = "Nothing has to be set.",
    };

    private static readonly Fault NoTls12 = new()
    {
        Title = "TLS 1.2 is not offered",
        Verdict = Verdict.Advice,
        Meaning = "TLS 1.3 alone is good. Older clients, printers and mainframes do not get in.",
        Remedies = TlsRemedies.Versions,
        Meanwhile = "Nothing has to be set.",
    };

    public override IReadOnlyList<Fault> Faults => [Old, TooOld, NoTls13, NoTls12];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        string[] evidence = [.. survey.Answers.Select(answer => $"{TlsNames.Of(answer.Version)}: {answer.Answer.Text}")];
        var accepted = survey.Answers.Where(answer => survey.Accepts(answer.Version)).Select(answer => answer.Version).ToList();
        var list = string.Join(", ", accepted.Select(TlsNames.Of));
        if (accepted.Count == 0) return CannotTell("No version that was offered was accepted.", evidence);
        var (newest, has12) = (accepted[^1], accepted.Contains(ClientHello.Tls12));
        if (newest < ClientHello.Tls12) return Found(TooOld, $"Only {list} is accepted.", evidence);
        if (accepted[0] < ClientHello.Tls12) return Found(Old, $"{string.Join(" and ", accepted.Where(version => version < ClientHello.Tls12).Select(TlsNames.Of))} {(accepted[1] < ClientHello.Tls12 ? "are" : "is")} accepted.", evidence);
        if (newest < ClientHello.Tls13) return Found(NoTls13, "TLS 1.2 is the newest version.", evidence);
        return has12 ? Good($"{list}.", evidence) : Found(NoTls12, "Only TLS 1.3 is accepted.", evidence);
    }
}
