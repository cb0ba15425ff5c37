using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls;

/// <summary>A certificate with its private key and the intermediates that are sent with it.</summary>
public sealed class TlsCertificate : IDisposable
{
    private TlsCertificate(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates)
    {
        Leaf = leaf;
        Intermediates = intermediates;
    }

    /// <summary>The certificate itself; it has its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The intermediates, in the order they are sent.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>Wraps a certificate that has an exportable RSA or ECDSA private key.</summary>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: there is no private key.</exception>
    public static TlsCertificate From(X509Certificate2 leaf, IReadOnlyList<X509Certificate2>? intermediates = null)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return leaf.HasPrivateKey
            ? new TlsCertificate(leaf, intermediates ?? [])
            : throw new TlsException(
                TlsFailure.OwnCertificate,
                $"The certificate {leaf.Subject} has no private key.",
                "Give the key's file too, or a PFX file that holds both.");
    }

    /// <summary>
    /// Loads a certificate with its chain and its key, from one file or two: PEM, DER, or PFX (PKCS #12). The content of the files
    /// decides what they are, not their names.
    /// </summary>
    /// <param name="certificatePath">The file of the certificate; it may hold the chain and the key too.</param>
    /// <param name="keyPath">The file of the key; null if the key is in the certificate's file.</param>
    /// <param name="password">The passphrase of an encrypted key or PFX file; null if there is none.</param>
    /// <exception cref="TlsException">
    /// <see cref="TlsFailure.OwnCertificate"/>: a file is missing, damaged or something else, the passphrase is wrong, or certificate and
    /// key do not belong together.
    /// </exception>
    public static TlsCertificate Load(string certificatePath, string? keyPath = null, string? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificatePath);
        var file = CertificateFile.Read(certificatePath);
        if (file.IsPfx)
        {
            return keyPath is null
                ? LoadPfx(file, password)
                : throw file.Unusable($"{certificatePath} is a PFX, which holds its own key.", "Leave the file of the key out.");
        }

        if (file.Certificates.Count == 0)
        {
            throw file.Unusable(
                $"{certificatePath} holds no certificate, but {file.Describe()}.",
                file.Requests.Count > 0
                    ? "A request becomes a certificate when an authority signs it: sealift cert sign."
                    : "Give the file of the certificate, and that of the key beside it (--cert and --key).");
        }

        var keyFile = keyPath is null ? file : CertificateFile.Read(keyPath);
        if (!keyFile.HasKey && !keyFile.IsPfx)
        {
            throw keyFile.Unusable(
                $"{keyFile.Path} holds no private key, but {keyFile.Describe()}.",
                "The key is made together with the certificate or its request, often in a file of its own: give that one (--key).");
        }

        using var key = keyFile.OpenKey(password);
        var leaf = file.Certificates.FirstOrDefault(certificate => key.Fits(certificate.PublicKey))
            ?? throw keyFile.Unusable(
                $"The private key in {keyFile.Path} does not belong to the certificate in {certificatePath} "
                + $"(\"{PlainText.From(file.Certificates[0].Subject)}\").",
                "Find the key that was made with this certificate; \"sealift cert show\" of both files prints the same pin for both when they belong together.");
        return new TlsCertificate(key.AttachTo(leaf), [.. file.Certificates.Where(certificate => !ReferenceEquals(certificate, leaf))]);
    }

    /// <summary>Whether <see cref="Load"/> needs a passphrase for these files.</summary>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: a file cannot be read.</exception>
    public static bool IsEncrypted(string certificatePath, string? keyPath = null) =>
        CertificateFile.Read(keyPath ?? certificatePath).IsEncrypted;

    /// <inheritdoc/>
    public void Dispose()
    {
        Leaf.Dispose();
        foreach (var certificate in Intermediates) certificate.Dispose();
    }

    private static TlsCertificate LoadPfx(CertificateFile file, string? password)
    {
        var all = file.Open(password);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw file.Unusable($"{file.Path} holds no private key.", "Export it again together with its key.");
        return new TlsCertificate(leaf, [.. all.Where(certificate => !ReferenceEquals(certificate, leaf))]);
    }
}
