using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Sealift.Tls.Certificates;

/// <summary>Opens private keys.</summary>
internal static class KeyReader
{
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: it does not open.</exception>
    public static CertificateKey Read(string path, PemBlock block, string? passphrase)
    {
        try
        {
            return new CertificateKey(block.Label switch
            {
                PemBlock.RsaKey => Import(RSA.Create(), rsa => rsa.ImportRSAPrivateKey(block.Content, out _)),
                PemBlock.EcKey => Import(ECDsa.Create(), ecdsa => ecdsa.ImportECPrivateKey(block.Content, out _)),
                PemBlock.EncryptedKey => Decrypt(path, block.Content, passphrase),
                _ => Plain(path, block.Content),
            });
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw Unusable($"The private key in {path} is damaged: {e.Message}", "Restore it from where it came from.", e);
        }
    }

    // RFC 5208 section 5: version, algorithm, key.
    private static AsymmetricAlgorithm Plain(string path, byte[] content)
    {
        var info = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier() switch
        {
            Oids.Rsa => Import(RSA.Create(), rsa => rsa.ImportPkcs8PrivateKey(content, out _)),
            Oids.EllipticCurve => Import(ECDsa.Create(), ecdsa => ecdsa.ImportPkcs8PrivateKey(content, out _)),
            var other => throw Unusable($"The private key in {path} is neither RSA nor ECDSA but {other}.", "Use one of these two."),
        };
    }

    // What kind of key it is shows only once it is open, so both are tried.
    private static AsymmetricAlgorithm Decrypt(string path, byte[] content, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw Unusable(
                $"The private key in {path} is encrypted, and no passphrase was given.", "SEALIFT_CERT_PASSWORD opens it, or a prompt on a terminal.");
        }

        try
        {
            return Import(ECDsa.Create(), ecdsa => ecdsa.ImportEncryptedPkcs8PrivateKey(passphrase, content, out _));
        }
        catch (CryptographicException)
        {
            try
            {
                return Import(RSA.Create(), rsa => rsa.ImportEncryptedPkcs8PrivateKey(passphrase, content, out _));
            }
            catch (CryptographicException e)
            {
                throw Unusable($"The passphrase does not open the private key in {path}, or the key is neither RSA nor ECDSA.", "Try again; the file was not changed.", e);
            }
        }
    }

    private static T Import<T>(T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static TlsException Unusable(string message, string hint, Exception? cause = null) =>
        new(TlsFailure.OwnCertificate, message, hint, cause);
}
