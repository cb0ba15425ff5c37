using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Certificates;

/// <summary>A request for a certificate (PKCS #10, RFC 2986) whose own signature was verified: who asks has the key.</summary>
public sealed class SigningRequest
{
    private const int SmallestRsa = 2048;

    private readonly CertificateRequest _request;

    private SigningRequest(CertificateRequest request)
    {
        _request = request;
        Names = CertificateName.Read(request.CertificateExtensions);
    }

    /// <summary>Who the certificate shall be about.</summary>
    public X500DistinguishedName Subject => _request.SubjectName;

    /// <summary>The alternative names asked for.</summary>
    public IReadOnlyList<CertificateName> Names { get; }

    /// <summary>The purposes asked for; an authority's rights may be among them, and are never given by asking.</summary>
    public CertificatePurposes Purposes
    {
        get
        {
            var purposes = CertificatePurposes.None;
            foreach (var extension in _request.CertificateExtensions)
            {
                if (extension is X509BasicConstraintsExtension { CertificateAuthority: true }) purposes |= CertificatePurposes.Authority;
                if (extension is not X509EnhancedKeyUsageExtension uses) continue;
                foreach (var use in uses.EnhancedKeyUsages)
                {
                    if (use.Value == Oids.ClientAuthentication) purposes |= CertificatePurposes.Client;
                    if (use.Value == Oids.ServerAuthentication) purposes |= CertificatePurposes.Server;
                }
            }

            return purposes;
        }
    }

    /// <summary>The key's kind and size, for example <c>ECDSA P-256</c>.</summary>
    public string KeyDescription => Certificates.KeyDescription.Of(_request.PublicKey);

    /// <summary>The key's fingerprint.</summary>
    public SpkiPin Pin => SpkiPin.OfKey(_request.PublicKey.ExportSubjectPublicKeyInfo());

    internal PublicKey Key => _request.PublicKey;

    /// <summary>Reads a request and verifies its signature.</summary>
    /// <exception cref="CryptographicException">It cannot be read, or its signature is wrong.</exception>
    internal static SigningRequest Parse(byte[] der) => new(CertificateRequest.LoadSigningRequest(
        der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1));

    /// <summary>Why its key must not be signed; null if it may.</summary>
    internal string? FindWeakness()
    {
        using var rsa = Key.GetRSAPublicKey();
        if (rsa is not null) return rsa.KeySize < SmallestRsa ? $"its RSA key has {rsa.KeySize} bits, and {SmallestRsa} are the least" : null;
        using var ecdsa = Key.GetECDsaPublicKey();
        if (ecdsa is null) return $"its key is {KeyDescription}, neither RSA nor ECDSA";
        return ecdsa.KeySize < 256 ? $"its key on a curve of {ecdsa.KeySize} bits is too small" : null;
    }
}
