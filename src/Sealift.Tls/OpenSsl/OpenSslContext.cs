using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sealift.Tls.OpenSsl;

/// <summary>Makes SSL_CTX objects: what client and server have in common.</summary>
internal static unsafe class OpenSslContext
{
    public static SslContextHandle Create(nint method, TlsVersion min, TlsVersion max, TlsCertificate? certificate)
    {
        var context = LibSsl.SSL_CTX_new(method);
        if (context.IsInvalid)
        {
            throw new TlsException(TlsFailure.BackendMissing, $"libssl made no context: {OpenSslErrors.Take().Text}.");
        }

        try
        {
            if (LibSsl.SSL_CTX_ctrl(context, LibSsl.CtrlSetMinVersion, (long)min, 0) != 1
                || LibSsl.SSL_CTX_ctrl(context, LibSsl.CtrlSetMaxVersion, (long)max, 0) != 1)
            {
                throw new TlsException(TlsFailure.NothingInCommon, $"libssl refuses the versions {min} to {max}.");
            }

            LibSsl.SSL_CTX_set_options(context, LibSsl.OptionNoRenegotiation | LibSsl.OptionCipherServerPreference);
            if (certificate is not null) Use(context, certificate);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>The wire form of a list of application protocols (RFC 7301 section 3.1).</summary>
    public static byte[] WireProtocols(IReadOnlyList<string> protocols)
    {
        var wire = new List<byte>();
        foreach (var protocol in protocols)
        {
            var name = Encoding.ASCII.GetBytes(protocol);
            if (name.Length is 0 or > 255) throw new ArgumentException("An application protocol has 1 to 255 bytes.", nameof(protocols));
            wire.Add((byte)name.Length);
            wire.AddRange(name);
        }

        return [.. wire];
    }

    /// <summary>Copies a native certificate into a managed one.</summary>
    public static X509Certificate2 Import(nint certificate)
    {
        var length = LibCrypto.i2d_X509(certificate, null);
        if (length <= 0) throw new TlsException(TlsFailure.Handshake, "The peer's certificate cannot be read.");
        var der = new byte[length];
        fixed (byte* start = der)
        {
            var output = start;
            _ = LibCrypto.i2d_X509(certificate, &output);
        }

        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException e)
        {
            throw new TlsException(TlsFailure.NotTrusted, $"The peer's certificate cannot be read: {e.Message}", null, e);
        }
    }

    /// <summary>Whether a native certificate is this one, byte for byte.</summary>
    public static bool IsSame(nint certificate, X509Certificate2 known)
    {
        var expected = known.RawDataMemory.Span;
        if (LibCrypto.i2d_X509(certificate, null) != expected.Length) return false;
        var der = ArrayPool<byte>.Shared.Rent(expected.Length);
        try
        {
            fixed (byte* start = der)
            {
                var output = start;
                _ = LibCrypto.i2d_X509(certificate, &output);
            }

            return expected.SequenceEqual(der.AsSpan(0, expected.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(der);
        }
    }

    private static void Use(SslContextHandle context, TlsCertificate certificate)
    {
        var leaf = ToNative(certificate.Leaf);
        var key = ToNativeKey(certificate.Leaf);
        try
        {
            if (LibSsl.SSL_CTX_use_certificate(context, leaf) != 1
                || LibSsl.SSL_CTX_use_PrivateKey(context, key) != 1
                || LibSsl.SSL_CTX_check_private_key(context) != 1)
            {
                throw new TlsException(
                    TlsFailure.OwnCertificate,
                    $"libssl refuses the certificate {certificate.Leaf.Subject}: {OpenSslErrors.Take().Text}.",
                    "A key below 2048 bits RSA or a SHA-1 signature is too weak for OpenSSL's default security level.");
            }

            foreach (var intermediate in certificate.Intermediates)
            {
                var native = ToNative(intermediate);
                try
                {
                    LibSsl.SSL_CTX_ctrl(context, LibSsl.CtrlChainCertificate, 1, native);
                }
                finally
                {
                    LibCrypto.X509_free(native);
                }
            }
        }
        finally
        {
            LibCrypto.X509_free(leaf);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    /// <summary>Copies a managed certificate into a native one, for the caller to free.</summary>
    public static nint ToNative(X509Certificate2 certificate)
    {
        fixed (byte* der = certificate.RawDataMemory.Span)
        {
            var input = der;
            var native = LibCrypto.d2i_X509(0, &input, certificate.RawDataMemory.Length);
            return native != 0
                ? native
                : throw new TlsException(TlsFailure.OwnCertificate, $"libssl cannot read the certificate {certificate.Subject}.");
        }
    }

    private static nint ToNativeKey(X509Certificate2 certificate)
    {
        var pkcs8 = ExportKey(certificate);
        try
        {
            fixed (byte* der = pkcs8)
            {
                var input = der;
                var native = LibCrypto.d2i_AutoPrivateKey(0, &input, pkcs8.Length);
                return native != 0
                    ? native
                    : throw new TlsException(TlsFailure.OwnCertificate, $"libssl cannot read the key of {certificate.Subject}.");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static byte[] ExportKey(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPrivateKey();
            if (rsa is not null) return rsa.ExportPkcs8PrivateKey();
            using var ecdsa = certificate.GetECDsaPrivateKey();
            if (ecdsa is not null) return ecdsa.ExportPkcs8PrivateKey();
        }
        catch (CryptographicException e)
        {
            throw new TlsException(
                TlsFailure.OwnCertificate, $"The key of {certificate.Subject} cannot be exported to libssl: {e.Message}", null, e);
        }

        throw new TlsException(
            TlsFailure.OwnCertificate, $"The key of {certificate.Subject} is neither RSA nor ECDSA.", "Use one of these two.");
    }
}
