using System.Security.Authentication;

namespace Sealift.Tls.Platform;

/// <summary>Protocol versions in SslStream's words.</summary>
internal static class SslVersions
{
    /// <summary>
    /// What to offer, given the oldest version allowed. TLS 1.3 only where it is demanded: under TLS 1.2 SslStream resumes as often as asked, and tickets can be told
    /// apart on the wire; under TLS 1.3 neither holds (docs/tls.md).
    /// </summary>
    public static SslProtocols From(TlsVersion min) => IsTls13(min) ? SslProtocols.Tls13 : SslProtocols.Tls12;

    public static TlsVersion ToTlsVersion(this SslProtocols protocol) =>
        protocol == SslProtocols.Tls13 ? TlsVersion.Tls13 : TlsVersion.Tls12;

    // Apart from the SslProtocols, because an analyzer takes the numbers of one enumeration for those of the other.
    private static bool IsTls13(TlsVersion version) => version == TlsVersion.Tls13;
}
