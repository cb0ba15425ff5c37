using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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
    /// Loads a PEM certificate (with its chain, leaf first) and its key, from one file or two, or a PFX file (PKCS #12).
    /// </summary>
    /// <param name="certificatePath">The certificate's file; the ending <c>.pfx</c> or <c>.p12</c> says PFX, all else is PEM.</param>
    /// <param name="keyPath">The PEM key's file; null if the key is in the certificate's file.</param>
    /// <param name="password">The password of an encrypted key or PFX file; null if there is none.</param>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: the file is missing, damaged, or the password is wrong.</exception>
    public static TlsCertificate Load(string certificatePath, string? keyPath = null, string? password = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(certificatePath);
        try
        {
            return IsPfx(certificatePath) ? LoadPfx(certificatePath, password) : LoadPem(certificatePath, keyPath, password);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (e is TlsException) throw;
            throw new TlsException(
                TlsFailure.OwnCertificate,
                $"The certificate {certificatePath} cannot be used: {e.Message}",
                "A PEM certificate needs its key in the same file or beside it (--key); an encrypted one needs its password.",
                e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Leaf.Dispose();
        foreach (var certificate in Intermediates) certificate.Dispose();
    }

    private static bool IsPfx(string path) =>
        path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);

    private static TlsCertificate LoadPfx(string path, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, X509KeyStorageFlags.Exportable);
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw new CryptographicException("The file holds no private key.");
        return new TlsCertificate(leaf, [.. all.Where(c => !ReferenceEquals(c, leaf))]);
    }

    private static TlsCertificate LoadPem(string path, string? keyPath, string? password)
    {
        var leaf = password is null
            ? X509Certificate2.CreateFromPemFile(path, keyPath)
            : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        return new TlsCertificate(leaf, [.. chain.Where(c => !c.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))]);
    }
}
