namespace Sealift.Client;

/// <summary>Who opens data connections.</summary>
public enum FtpDataMode
{
    /// <summary>The client, to a port that the server names: EPSV (RFC 2428 section 3), else PASV (RFC 959 section 4.1.2).</summary>
    Passive,

    /// <summary>
    /// The server, to a port that the client names: PORT (RFC 959 section 4.1.2) or EPRT (RFC 2428 section 2). The client must be
    /// reachable from the server. It stays the side that begins TLS (RFC 4217 section 7).
    /// </summary>
    Active,
}
