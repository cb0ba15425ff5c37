using System.Net.Security;
using System.Security.Cryptography;

namespace Sealift.Tls.Platform;

/// <summary>Our own certificate in SslStream's words.</summary>
internal static class OwnCertificate
{
    /// <exception cref="TlsException"><see cref="TlsFailure.OwnCertificate"/>: the key cannot be used.</exception>
    public static SslStreamCertificateContext ContextOf(TlsCertificate certificate)
    {
        try
        {
            return SslStreamCertificateContext.Create(
                certificate.Leaf, [.. certificate.Intermediates], offline: true);
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or ArgumentException)
        {
            throw new TlsException(
                TlsFailure.OwnCertificate, $"The certificate {certificate.Leaf.Subject} cannot be used: {e.Message}", null, e);
        }
    }
}
