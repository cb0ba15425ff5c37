using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Certificates;

/// <summary>A private key, RSA or ECDSA.</summary>
public sealed class CertificateKey : IDisposable
{
    /// <summary>
    /// How many rounds of PBKDF2 with HMAC-SHA-256 stand between a passphrase and the key it protects: what OWASP advises. Each guess at the
    /// passphrase costs an attacker as much.
    /// </summary>
    public const int DerivationRounds = 600_000;

    private readonly AsymmetricAlgorithm _algorithm;

    internal CertificateKey(AsymmetricAlgorithm algorithm) => _algorithm = algorithm;

    /// <summary>The key's fingerprint, the same as that of each certificate made for it.</summary>
    public SpkiPin Pin => SpkiPin.OfKey(_algorithm.ExportSubjectPublicKeyInfo());

    /// <summary>Kind and size, for example <c>RSA 3072</c> or <c>ECDSA P-256</c>.</summary>
    public string Description => KeyDescription.Of(_algorithm);

    /// <summary>Makes a new key.</summary>
    public static CertificateKey Create(CertificateKeyKind kind) => new(kind switch
    {
        CertificateKeyKind.EcdsaP256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        CertificateKeyKind.EcdsaP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        CertificateKeyKind.Rsa2048 => RSA.Create(2048),
        CertificateKeyKind.Rsa3072 => RSA.Create(3072),
        CertificateKeyKind.Rsa4096 => RSA.Create(4096),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });

    /// <summary>The key as PEM (PKCS #8, RFC 5208) that everybody who has the text can use.</summary>
    public string ToPem() => _algorithm.ExportPkcs8PrivateKeyPem();

    /// <summary>
    /// The key as PEM, encrypted with a passphrase: PKCS #8 with PBES2 (RFC 8018), AES-256-CBC, and PBKDF2 of
    /// <see cref="DerivationRounds"/> rounds.
    /// </summary>
    public string ToPem(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        return _algorithm.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, DerivationRounds));
    }

    /// <inheritdoc/>
    public void Dispose() => _algorithm.Dispose();

    internal bool Fits(PublicKey key) =>
        key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_algorithm.ExportSubjectPublicKeyInfo());

    /// <summary>A certificate that has this key.</summary>
    internal X509Certificate2 AttachTo(X509Certificate2 certificate)
    {
        var attached = _algorithm is RSA rsa
            ? certificate.CopyWithPrivateKey(rsa)
            : certificate.CopyWithPrivateKey((ECDsa)_algorithm);
        if (!OperatingSystem.IsWindows()) return attached;

        // SslStream on Windows wants a key that was imported, not one that was only attached: hence the way through PKCS #12.
        using (attached)
        {
            var password = RandomNumberGenerator.GetHexString(32);
            var pfx = attached.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
            return X509CertificateLoader.LoadPkcs12(pfx, password, X509KeyStorageFlags.Exportable);
        }
    }

    internal CertificateRequest Request(X500DistinguishedName subject) => _algorithm is RSA rsa
        ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)_algorithm, HashAlgorithmName.SHA256);

    internal X509SignatureGenerator Signer() => _algorithm is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_algorithm);
}
