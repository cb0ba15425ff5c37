using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Tls;

/// <summary>Whether a second handshake inside the first is safe, and whether a client may begin one.</summary>
internal sealed class RenegotiationCheck() : DoctorCheck(
    "SL-TLS-63",
    "Renegotiation",
    "Looks whether the server knows secure renegotiation (RFC 5746), and tries to begin a second handshake on a connection with TLS 1.2. TLS 1.3 has no renegotiation.",
    "Without RFC 5746 an attacker can put commands before the user's own into the same connection (CVE-2009-3555). A server that lets clients begin handshakes at will can be kept busy by one of them (CVE-2011-1473).")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Fault Insecure = new()
    {
        Title = "Secure renegotiation is not known",
        Meaning = "The server's TLS is of before 2010. OpenSSL 3 refuses to connect to it, and it has other holes.",
        Remedies = TlsRemedies.Update("It must know RFC 5746."),
        Meanwhile = "Nothing: Sealift does not connect to such servers below TLS 1.3.",
    };

    private static readonly Fault ByClients = new()
    {
        Title = "Clients may renegotiate",
        Meaning = "Anybody who connects can make the server compute one handshake after the other on one connection, before any login: a few such clients are enough to keep it busy.",
        Remedies = Remedies.For(
            vsftpd: "OpenSSL's own file decides (OPENSSL_CONF): take ClientRenegotiation out of Options; OpenSSL 3 then forbids it.",
            proFtpd: "Take AllowClientRenegotiations out of TLSOptions, and ClientRenegotiation out of Options in OPENSSL_CONF.",
            pureFtpd: "OpenSSL's own file decides (OPENSSL_CONF): take ClientRenegotiation out of Options; OpenSSL 3 then forbids it.",
            fileZilla: "Update FileZilla Server to 1.x.",
            iis: "Registry, HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL: DisableRenegoOnServer=1.",
            eft: "Update EFT; TLS 1.3 alone has no renegotiation.",
            sealift: "It refuses it always."),
        Meanwhile = "Nothing has to be set: Sealift begins no second handshake.",
    };

    public override IReadOnlyList<Fault> Faults => [Insecure, ByClients];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        if (survey.NewestBelowTls13 is not { } version)
            return survey.Accepts(ClientHello.Tls13) ? Good("TLS 1.3 only, which has none.") : CannotTell("No version of TLS was accepted.");
        var answer = survey.Answers.First(one => one.Version == version).Answer;
        var evidence = $"{TlsNames.Of(version)}: renegotiation_info {(answer.HasSecureRenegotiation ? "is there" : "is missing")} in the ServerHello";
        if (!answer.HasSecureRenegotiation) return Found(Insecure, $"{TlsNames.Of(version)} without secure renegotiation.", evidence);
        return await TryAsync(examination, evidence, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Finding> TryAsync(Examination examination, string known, CancellationToken cancellationToken)
    {
        var line = await examination.OpenSecureAsync(
            static options => options with { MinTlsVersion = TlsVersion.Tls12, MaxTlsVersion = TlsVersion.Tls12 }, null, null, cancellationToken).ConfigureAwait(false);
        await using var closing = line.ConfigureAwait(false);
        var patience = Patience < examination.Options.Patience ? Patience : examination.Options.Patience;
        var answer = await line.Connection.Tls!.TryRenegotiateAsync(patience, cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            RenegotiationAnswer.Accepted => Found(ByClients, "The server goes into a second handshake that a client begins.", known, "a second handshake begun by this side: accepted"),
            RenegotiationAnswer.Refused => Good("Secure renegotiation is known, and clients may not begin one.", known, "a second handshake begun by this side: refused"),
            RenegotiationAnswer.Ignored => Good("Secure renegotiation is known, and clients may not begin one.", known, "a second handshake begun by this side: not answered"),
            _ => CannotTell("Secure renegotiation is known. Whether clients may begin one cannot be tried with this TLS backend (SEALIFT_TLS=openssl can).", known),
        };
    }
}
