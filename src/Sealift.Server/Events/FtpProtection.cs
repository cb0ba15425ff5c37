using Sealift.Tls;

namespace Sealift.Server.Events;

/// <summary>How a connection is protected.</summary>
/// <param name="Version">The TLS version.</param>
/// <param name="CipherSuite">The cipher suite by its IANA name.</param>
/// <param name="IsResumed">Whether an earlier TLS session was resumed.</param>
public sealed record FtpProtection(TlsVersion Version, string CipherSuite, bool IsResumed)
{
    internal static FtpProtection? Of(TlsInfo? tls) => tls is null ? null : new FtpProtection(tls.Version, tls.CipherSuite, tls.Resumed);

    /// <summary>For example "TLS 1.3, TLS_AES_128_GCM_SHA256, resumed".</summary>
    public override string ToString() => $"{(Version == TlsVersion.Tls13 ? "TLS 1.3" : "TLS 1.2")}, {CipherSuite}{(IsResumed ? ", resumed" : "")}";
}
