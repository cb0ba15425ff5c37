namespace Sealift.TestKit;

/// <summary>How a session with a peer becomes secure.</summary>
public enum PeerMode
{
    /// <summary>AUTH TLS after the greeting (RFC 4217).</summary>
    Explicit,

    /// <summary>TLS from the first byte.</summary>
    Implicit,

    /// <summary>Never: the server knows no TLS.</summary>
    Plain,
}
