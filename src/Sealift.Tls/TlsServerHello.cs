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
    : TlsMessage(Sent, IsRetry ? "HelloRetryRequest" : "ServerHello", Length);
