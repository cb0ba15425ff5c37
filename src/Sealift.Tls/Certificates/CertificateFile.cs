using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Certificates;

/// <summary>
/// What a file of certificates and keys holds, whatever its form: PEM, DER or PFX (PKCS #12). The content decides, not the file's name.
/// </summary>
public sealed class CertificateFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    // ERROR_INVALID_PASSWORD as HRESULT, what .NET reports on every system.
    private const int InvalidPassword = unchecked((int)0x80070056);

    private readonly TlsFailure _failure;
    private readonly byte[] _pfx;
    private readonly List<PemBlock> _keys;
    private readonly IReadOnlyList<string> _others;

    private CertificateFile(string path, TlsFailure failure, IReadOnlyList<PemBlock> blocks)
    {
        Path = path;
        _failure = failure;
        _pfx = blocks.FirstOrDefault(block => block.Label == PemBlock.Pfx)?.Content ?? [];
        _keys = [.. blocks.Where(block => block.IsKey)];
        Certificates = Read(blocks, PemBlock.Certificate, static content => X509CertificateLoader.LoadCertificate(content), "certificate");
        Requests = Read(blocks, PemBlock.Request, SigningRequest.Parse, "request");
        RevocationLists = Read(blocks, PemBlock.List, static content => RevocationList.Parse(content), "revocation list");
        _others = [.. blocks.Where(block => !block.IsKnown).Select(block => block.Label)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether it is a PFX file, which shows nothing before <see cref="Open"/>.</summary>
    public bool IsPfx => _pfx.Length > 0;

    /// <summary>The certificates that stand in clear, in the file's order.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>The requests.</summary>
    public IReadOnlyList<SigningRequest> Requests { get; }

    /// <summary>The revocation lists.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; }

    /// <summary>Whether there is a private key, apart from what a PFX file hides.</summary>
    public bool HasKey => _keys.Count > 0;

    /// <summary>Whether a passphrase is needed for what the file holds.</summary>
    public bool IsEncrypted => IsPfx ? !OpensWithoutPassphrase() : _keys.Exists(key => key.IsEncryptedKey);

    /// <summary>Reads a file.</summary>
    /// <exception cref="TlsException">
    /// <see cref="TlsFailure.OwnCertificate"/>: it cannot be read, or nothing in it is a certificate, key, request or list.
    /// </exception>
    public static CertificateFile Read(string path) => Read(path, TlsFailure.OwnCertificate);

    /// <summary>What it holds, in words: "a certificate and a private key".</summary>
    public string Describe()
    {
        if (IsPfx) return "a PFX";
        List<string> parts = [];
        Add(Certificates.Count, "a certificate", "certificates");
        Add(_keys.Count, IsEncrypted ? "an encrypted private key" : "a private key", "private keys");
        Add(Requests.Count, "a signing request (CSR)", "signing requests (CSR)");
        Add(RevocationLists.Count, "a revocation list (CRL)", "revocation lists (CRL)");
        parts.AddRange(_others.Select(label => $"something called \"{PlainText.From(label)}\""));
        return string.Join(" and ", parts);

        void Add(int count, string one, string many)
        {
            if (count > 0) parts.Add(count == 1 ? one : FormattableString.Invariant($"{count} {many}"));
        }
    }

    /// <summary>The private key.</summary>
    /// <param name="passphrase">The passphrase of an encrypted key; null if there is none.</param>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: there is none, or it does not open.</exception>
    public CertificateKey OpenKey(string? passphrase)
    {
        if (IsPfx) return OpenPfxKey(passphrase);
        return _keys.Count switch
        {
            0 => throw Unusable($"{Path} holds no private key, but {Describe()}.", "The key is in a file of its own: give that one too (--key)."),
            1 => KeyReader.Read(Path, _keys[0], passphrase),
            _ => throw Unusable($"{Path} holds more than one private key.", "Leave one in it, so that it is clear which is meant."),
        };
    }

    /// <summary>All certificates; in a PFX file those with a private key have it.</summary>
    /// <param name="passphrase">The passphrase of a PFX file; null if there is none.</param>
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: the passphrase is wrong, or the file damaged.</exception>
    public IReadOnlyList<X509Certificate2> Open(string? passphrase)
    {
        if (!IsPfx) return Certificates;
        try
        {
            return [.. X509CertificateLoader.LoadPkcs12Collection(_pfx, passphrase, X509KeyStorageFlags.Exportable)];
        }
        catch (CryptographicException e) when (e.HResult == InvalidPassword)
        {
            throw passphrase is null
                ? Unusable($"{Path} is locked, and no passphrase was given.", "SEALIFT_CERT_PASSWORD opens it, or a prompt on a terminal.", e)
                : Unusable($"The passphrase does not open {Path}.", "Try again; the file was not changed.", e);
        }
        catch (CryptographicException e)
        {
            throw Unusable($"{Path} is a damaged PFX, or of a kind that cannot be read: {e.Message}", "Export it again where it came from.", e);
        }
    }

    internal static CertificateFile Read(string path, TlsFailure failure)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = ReadBytes(path, failure);
        try
        {
            return new CertificateFile(path, failure, PemBlock.ReadAll(bytes));
        }
        catch (FormatException e)
        {
            throw new TlsException(failure, $"{path} {e.Message}", "PEM (-----BEGIN …-----), DER and PFX files are read.", e);
        }
    }

    internal TlsException Unusable(string message, string hint, Exception? cause = null) => new(_failure, message, hint, cause);

    private static byte[] ReadBytes(string path, TlsFailure failure)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = file.Read(buffer)) > 0; content.Write(buffer, 0, read))
            {
                if (content.Length > MaxBytes) throw new TlsException(failure, $"{path} is too large to be what is needed here.");
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TlsException(failure, $"{path}: no such file.", "Check the path.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not TlsException)
        {
            throw new TlsException(failure, $"{path} cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    private static List<T> Read<T>(IReadOnlyList<PemBlock> blocks, string label, Func<byte[], T> parse, string what)
    {
        var found = new List<T>();
        foreach (var block in blocks.Where(block => block.Label == label))
        {
            try
            {
                found.Add(parse(block.Content));
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                throw new FormatException($"holds a {what} that cannot be used: {e.Message}", e);
            }
        }

        return found;
    }

    private bool OpensWithoutPassphrase()
    {
        try
        {
            foreach (var certificate in X509CertificateLoader.LoadPkcs12Collection(_pfx, password: null)) certificate.Dispose();
            return true;
        }
        catch (CryptographicException e)
        {
            // Damaged is not locked: opening it will say what is wrong.
            return e.HResult != InvalidPassword;
        }
    }

    private CertificateKey OpenPfxKey(string? passphrase)
    {
        var all = Open(passphrase);
        try
        {
            var owner = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw Unusable($"{Path} holds no private key.", "Export it again together with its key.");
            return new CertificateKey((AsymmetricAlgorithm?)owner.GetRSAPrivateKey() ?? owner.GetECDsaPrivateKey()
                ?? throw Unusable($"The key in {Path} is neither RSA nor ECDSA.", "Use one of these two."));
        }
        finally
        {
            foreach (var certificate in all) certificate.Dispose();
        }
    }
}
