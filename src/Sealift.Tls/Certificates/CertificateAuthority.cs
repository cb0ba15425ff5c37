using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Certificates;

/// <summary>An authority that signs requests: its certificate and its private key.</summary>
public sealed class CertificateAuthority
{
    private readonly TlsCertificate _certificate;

    /// <summary>Takes an authority's certificate with its key, which the caller goes on owning.</summary>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: it may not sign certificates.</exception>
    public CertificateAuthority(TlsCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _certificate = certificate;
        var facts = CertificateFacts.Of(certificate.Leaf);
        if (!facts.IsAuthority)
        {
            throw new TlsException(
                TlsFailure.OwnCertificate,
                $"The certificate \"{PlainText.From(certificate.Leaf.Subject)}\" is not an authority's: what it signs, nobody accepts.",
                "sealift cert new NAME --ca makes an authority.");
        }
    }

    /// <summary>The authority's own certificate.</summary>
    public X509Certificate2 Certificate => _certificate.Leaf;

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request; only its key is taken from it.</param>
    /// <param name="template">What goes into the certificate. Its validity ends with the authority's own at the latest.</param>
    /// <param name="time">The clock that its validity begins at; it begins an hour earlier, for peers whose clock is behind.</param>
    /// <returns>The certificate, without a private key.</returns>
    /// <exception cref="TlsException">
    /// <see cref="TlsFailure.OwnCertificate"/>: the authority's certificate is not valid now, or the request's key is too weak.
    /// </exception>
    /// <exception cref="ArgumentException">The template asks for an authority, or for too many days.</exception>
    public X509Certificate2 Sign(SigningRequest request, CertificateTemplate template, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(time);
        CertificateMaker.CheckDays(template);
        if (template.Purposes.HasFlag(CertificatePurposes.Authority))
            throw new ArgumentException("An authority made here signs no other authority.", nameof(template));
        if (request.FindWeakness() is { } weakness)
            throw new TlsException(TlsFailure.OwnCertificate, $"The request is not signed: {weakness}.", "Its owner must make a new key.");

        var now = time.GetUtcNow();
        var (from, until) = Validity(template.Days, now);
        var padding = RSASignaturePadding.Pkcs1;
        var certificate = new CertificateRequest(template.Subject, request.Key, HashAlgorithmName.SHA256, padding);
        CertificateMaker.Extend(certificate, template);
        certificate.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        using var rsa = Certificate.GetRSAPrivateKey();
        using var ecdsa = rsa is null ? Certificate.GetECDsaPrivateKey() : null;
        var signer = rsa is not null
            ? X509SignatureGenerator.CreateForRSA(rsa, padding)
            : X509SignatureGenerator.CreateForECDsa(ecdsa!);
        return certificate.Create(Certificate.SubjectName, signer, from, until, CertificateSerial.Next());
    }

    private (DateTimeOffset From, DateTimeOffset Until) Validity(int days, DateTimeOffset now)
    {
        var first = new DateTimeOffset(Certificate.NotBefore).ToUniversalTime();
        var last = new DateTimeOffset(Certificate.NotAfter).ToUniversalTime();
        if (now < first || now > last)
        {
            throw new TlsException(
                TlsFailure.OwnCertificate,
                $"The authority \"{PlainText.From(Certificate.Subject)}\" {CertificateDates.Describe(first, last, now)}.",
                "What it signs now, nobody accepts. Make a new authority, or check this machine's clock.");
        }

        var from = CertificateMaker.Start(now);
        var until = now.AddDays(days);
        return (from < first ? first : from, until > last ? last : until);
    }
}
