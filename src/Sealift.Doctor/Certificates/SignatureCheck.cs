using Sealift.Doctor.Examining;
using Sealift.Tls.Certificates;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the signatures in the chain are made with a hash that holds.</summary>
internal sealed class SignatureCheck() : DoctorCheck(
    "SL-CERT-55",
    "Certificate's signature",
    "Reads the signature algorithms of the server's certificate and of those sent with it; a root's own signature proves nothing and is not looked at.",
    "With MD5 and SHA-1 a second certificate with the same signature can be made; such certificates have been forged.")
{
    // RFC 3279 section 2.2 and RFC 8017 appendix C: the algorithms with MD2, MD5 and SHA-1.
    private static readonly string[] Weak =
        ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.3.14.3.2.29", "1.2.840.10045.4.1", "1.2.840.10040.4.3"];

    private static readonly Fault Fault = new()
    {
        Title = "A certificate is signed with a broken hash",
        Meaning = "Somebody could have made another certificate with this signature. Clients of today refuse MD5 and SHA-1.",
        Remedies = InstallCertificate.By("Get a certificate that is signed with SHA-256 or better, and the intermediates that belong to it."),
        Meanwhile = "If the operator confirms the key: --pin PIN (the pin is in SL-CERT-51).",
    };

    public override IReadOnlyList<Fault> Faults => [Fault];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        var signed = look.Identity.Intermediates
            .Where(certificate => !CertificateFacts.Of(certificate).IsSelfSigned)
            .Prepend(look.Identity.Certificate)
            .ToList();
        string[] evidence = [.. signed.Select(certificate => $"{CertificateFacts.Of(certificate).Subject}: {certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value}")];
        return signed.Find(certificate => Weak.Contains(certificate.SignatureAlgorithm.Value)) is { } weak
            ? Found(Fault, $"{CertificateFacts.Of(weak).Subject} is signed with {weak.SignatureAlgorithm.FriendlyName}.", evidence)
            : Good($"{signed[0].SignatureAlgorithm.FriendlyName ?? signed[0].SignatureAlgorithm.Value}.", evidence);
    }
}
