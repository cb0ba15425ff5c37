using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tls;

/// <summary>Whether a second handshake inside the first is safe.</summary>
internal sealed class RenegotiationCheck() : DoctorCheck(
    "SL-TLS-63",
    "Renegotiation",
    "Offers secure renegotiation (RFC 5746) below TLS 1.3, and sees whether the server knows it. TLS 1.3 has no renegotiation.",
    "Without it an attacker can put commands before the user's own into the same connection (CVE-2009-3555).")
{
    private static readonly Fault Insecure = new()
    {
        Title = "Secure renegotiation is not known",
        Meaning = "The server's TLS is of before 2010. OpenSSL 3 refuses to connect to it, and it has other holes.",
        Remedies = TlsRemedies.Update("It must know RFC 5746."),
        Meanwhile = "Nothing: Sealift does not connect to such servers below TLS 1.3.",
    };

    public override IReadOnlyList<Fault> Faults => [Insecure];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var survey = await examination.Versions.GetAsync(cancellationToken).ConfigureAwait(false);
        if (survey.NewestBelowTls13 is not { } version)
            return survey.Accepts(ClientHello.Tls13) ? Good("TLS 1.3 only, which has none.") : CannotTell("No version of TLS was accepted.");
        var answer = survey.Answers.First(one => one.Version == version).Answer;
        var evidence = $"{TlsNames.Of(version)}: renegotiation_info {(answer.HasSecureRenegotiation ? "is there" : "is missing")} in the ServerHello";
        return answer.HasSecureRenegotiation ? Good("Secure renegotiation is known.", evidence) : Found(Insecure, $"{TlsNames.Of(version)} without secure renegotiation.", evidence);
    }
}
