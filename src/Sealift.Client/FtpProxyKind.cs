namespace Sealift.Client;

/// <summary>What a proxy speaks.</summary>
public enum FtpProxyKind
{
    /// <summary>HTTP CONNECT (RFC 9110 section 9.3.6): the proxy passes bytes on and sees only TLS. <c>http://</c></summary>
    HttpConnect,

    /// <summary>SOCKS 5 (RFC 1928), without a login or with name and password (RFC 1929); it resolves host names. <c>socks5://</c></summary>
    Socks5,

    /// <summary>SOCKS 4a, which resolves host names and knows a user name but no password. <c>socks4a://</c></summary>
    Socks4a,

    /// <summary>
    /// A server that speaks FTP itself and connects on when it hears <c>USER user@host</c>. TLS ends at the proxy: it reads the
    /// password and every byte, its certificate is the one to trust, and how it goes on to the server is its own affair. <c>ftp://</c>
    /// </summary>
    Ftp,
}
