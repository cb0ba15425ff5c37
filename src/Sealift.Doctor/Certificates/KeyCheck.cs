using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Doctor.Examining;
using Sealift.Tls.Certificates;

namespace Sealift.Doctor.Certificates;

/// <summary>Whether the keys in the chain are long enough.</summary>
internal sealed class KeyCheck() : DoctorCheck(
    "SL-CERT-54",
    "Certificate's key",
    "Reads kind and size of the keys of the server's certificate and of those sent with it.",
    "A key that is too short can be computed from the certificate, by those who can afford it: RSA needs 2,048 bits, elliptic curves 256 (NIST SP 800-57).")
{
    private const int SmallestRsa = 2048, SmallestCurve = 256;

    private static readonly Fault Short = new()
    {
        Title = "A key is too short",
        Meaning = "Who finds the key out can pass for the server. OpenSSL's and Windows' defaults refuse such certificates.",
        Remedies = InstallCertificate.By("Make a new key (RSA with 2,048 bits or more, or ECDSA with P-256) and get a certificate for it."),
        Meanwhile = "Nothing: the server needs another key.",
    };

    private static readonly Fault Strange = new()
    {
        Title = "The key is of a kind that clients do not know",
        Meaning = "DSA and others are no longer used in TLS; many clients cannot connect.",
        Remedies = InstallCertificate.By("Make a new key (RSA with 2,048 bits or more, or ECDSA with P-256) and get a certificate for it."),
        Meanwhile = "Nothing: the server needs another key.",
    };

    public override IReadOnlyList<Fault> Faults => [Short, Strange];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<X509Certificate2> all = [look.Identity.Certificate, .. look.Identity.Intermediates];
        string[] evidence = [.. all.Select(certificate => $"{CertificateFacts.Of(certificate).Subject}: {CertificateFacts.Of(certificate).Key}")];
        foreach (var certificate in all)
        {
            var facts = CertificateFacts.Of(certificate);
            if (SizeOf(certificate) is not var (isRsa, size)) return Found(Strange, $"The key of {facts.Subject} is {facts.Key}.", evidence);
            if (size < (isRsa ? SmallestRsa : SmallestCurve)) return Found(Short, $"The key of {facts.Subject} is {facts.Key}.", evidence);
        }

        return Good($"{CertificateFacts.Of(all[0]).Key}.", evidence);
    }

    private static (bool IsRsa, int Size)? SizeOf(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not null) return (true, rsa.KeySize);
            using var curve = certificate.GetECDsaPublicKey();
            return curve is null ? OtherCurve(certificate) : (false, curve.KeySize);
        }
        catch (CryptographicException)
        {
            return null; // a curve that this machine does not know
        }
    }

    // RFC 8410 section 3: Ed25519 and Ed448, whose size is in their name.
    private static (bool IsRsa, int Size)? OtherCurve(X509Certificate2 certificate) => certificate.PublicKey.Oid.Value switch
    {
        "1.3.101.112" => (false, 256),
        "1.3.101.113" => (false, 456),
        _ => null,
    };
}
