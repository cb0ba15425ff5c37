using System.Net.Security;

namespace Sealift.Tls;

/// <summary>A ServerHello.</summary>
/// <param name="Sent">True if this side sent it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Version">The version selected, as its number on the wire.</param>
/// <param name="CipherSuite">The suite selected, as its number on the wire.</param>
/// <param name="Group">The TLS 1.3 key share's group number; 0 if absent.</param>
/// <param name="AcceptsResumption">
/// Whether it takes up the session offered. In TLS 1.2 the echo of a session id tells; it is compared by the stream.
/// </param>
/// <param name="IsRetry">Whether it is a HelloRetryRequest (RFC 8446 section 4.1.4).</param>
public sealed record TlsServerHello(
    bool Sent, int Length, ushort Version, ushort CipherSuite, ushort Group, bool AcceptsResumption, bool IsRetry)
    : TlsMessage(Sent, IsRetry ? "HelloRetryRequest" : "ServerHello", Length)
{
    /// <summary>The suite's name in the IANA registry, such as <c>TLS_AES_128_GCM_SHA256</c>; its number where it has none.</summary>
    public string SuiteName => ((TlsCipherSuite)CipherSuite).ToString();

    /// <summary>The group's name, such as <c>secp256r1</c>; null where the message names none.</summary>
    public string? GroupName => Group == 0 ? null : Tls.GroupName.Of(Group);

    /// <summary>The version, such as <c>TLS 1.3</c>.</summary>
    public string VersionName => Version switch
    {
        0x0304 => "TLS 1.3",
        0x0303 => "TLS 1.2",
        0x0302 => "TLS 1.1",
        0x0301 => "TLS 1.0",
        _ => $"0x{Version:x4}",
    };

    /// <inheritdoc/>
    public override string Detail
    {
        get
        {
            var group = GroupName is { } name ? $", {name}" : "";
            return $"{VersionName}, {SuiteName}{group}{(AcceptsResumption ? ", accepts resumption" : "")}";
        }
    }
}
