using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.TestKit;

/// <summary>A certificate with its key, in memory and as files in the forms that programs want.</summary>
public sealed class TestCertificate : IDisposable
{
    /// <summary>The password of <see cref="PfxFile"/>.</summary>
    public const string PfxPassword = "sealift test";

    internal TestCertificate(X509Certificate2 certificate, X509Certificate2 issuer, string certificateFile, string keyFile, string pfxFile)
    {
        Certificate = certificate;
        Issuer = issuer;
        CertificateFile = certificateFile;
        KeyFile = keyFile;
        PfxFile = pfxFile;
    }

    /// <summary>The certificate, private key included.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate that signed this one; for a self-signed certificate itself.</summary>
    public X509Certificate2 Issuer { get; }

    /// <summary>PEM file with the certificate alone.</summary>
    public string CertificateFile { get; }

    /// <summary>PEM file with the unencrypted PKCS #8 key.</summary>
    public string KeyFile { get; }

    /// <summary>PKCS #12 file with certificate and key, locked with <see cref="PfxPassword"/>.</summary>
    public string PfxFile { get; }

    /// <summary>SHA-256 of the subject public key info: what a pin compares (RFC 7469 section 2.4).</summary>
    public byte[] SpkiSha256 => SHA256.HashData(Certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
