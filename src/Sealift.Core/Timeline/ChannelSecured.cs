namespace Sealift.Core.Timeline;

/// <summary>A TLS handshake ended well.</summary>
/// <param name="Version">The protocol version, such as "TLSv1.3".</param>
/// <param name="Suite">The cipher suite, such as "TLS_AES_256_GCM_SHA384".</param>
/// <param name="Group">The key exchange group, such as "X25519", if known.</param>
/// <param name="Alpn">The application protocol agreed on, if any.</param>
/// <param name="Resumed">Whether the session of an earlier connection was resumed.</param>
public sealed record ChannelSecured(string Version, string Suite, string? Group, string? Alpn, bool Resumed) : TimelineEvent;
