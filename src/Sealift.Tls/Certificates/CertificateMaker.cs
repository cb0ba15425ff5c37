using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.Certificates;

/// <summary>
/// Makes certificates and requests: SHA-256, a random serial number of 128 bits, basicConstraints, keyUsage and the extended key usage of
/// their purpose (RFC 5280 section 4.2).
/// </summary>
public static class CertificateMaker
{
    // An hour of grace for a peer whose clock is behind.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>A certificate that its own key signed: an authority's, or one that others pin or list.</summary>
    /// <param name="template">What goes into it.</param>
    /// <param name="key">Its key.</param>
    /// <param name="time">The clock that its validity begins at; it begins an hour earlier, for peers whose clock is behind.</param>
    /// <returns>The certificate with its private key.</returns>
    public static TlsCertificate SelfSigned(CertificateTemplate template, CertificateKey key, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(time);
        CheckDays(template);
        var request = key.Request(template.Subject);
        Extend(request, template);
        var now = time.GetUtcNow();
        using var bare = request.Create(
            template.Subject, key.Signer(), now - Grace, now.AddDays(template.Days), CertificateSerial.Next());
        return TlsCertificate.From(key.AttachTo(bare));
    }

    /// <summary>A request (PKCS #10, RFC 2986) for somebody else to sign, as PEM.</summary>
    /// <param name="template">What is asked for; its days are not part of a request.</param>
    /// <param name="key">The key that the certificate will be for. It stays here.</param>
    public static string Request(CertificateTemplate template, CertificateKey key)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(key);
        var request = key.Request(template.Subject);
        Extend(request, template);
        return request.CreateSigningRequestPem();
    }

    internal static void CheckDays(CertificateTemplate template)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(template.Days, 1, nameof(template));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(template.Days, CertificateTemplate.MaxDays, nameof(template));
    }

    internal static DateTimeOffset Start(DateTimeOffset now) => now - Grace;

    /// <summary>Adds the extensions that the template asks for.</summary>
    internal static void Extend(CertificateRequest request, CertificateTemplate template)
    {
        var extensions = request.CertificateExtensions;
        var isAuthority = template.Purposes.HasFlag(CertificatePurposes.Authority);

        // Path length 0: what it signs may not sign in turn.
        extensions.Add(new X509BasicConstraintsExtension(isAuthority, isAuthority, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(Usage(request.PublicKey, isAuthority), critical: true));

        var uses = new OidCollection();
        if (template.Purposes.HasFlag(CertificatePurposes.Server)) uses.Add(new Oid(Oids.ServerAuthentication));
        if (template.Purposes.HasFlag(CertificatePurposes.Client)) uses.Add(new Oid(Oids.ClientAuthentication));
        if (uses.Count > 0) extensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));

        // RFC 5280 section 4.2.1.6: the names are critical where the subject is empty.
        if (template.Names.Count > 0) extensions.Add(CertificateName.Encode(template.Names, isCritical: template.Subject.RawData.Length <= 2));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    // RFC 5280 section 4.2.1.3. RSA keys are also used to encrypt the secret of old TLS 1.2 suites.
    private static X509KeyUsageFlags Usage(PublicKey key, bool isAuthority)
    {
        if (isAuthority) return X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
        return key.Oid.Value == Oids.Rsa
            ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment
            : X509KeyUsageFlags.DigitalSignature;
    }
}
