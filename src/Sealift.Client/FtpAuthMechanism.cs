namespace Sealift.Client;

/// <summary>A mechanism of AUTH that begins TLS. They differ in what they say about data connections (RFC 4217 section 17, and older servers).</summary>
public enum FtpAuthMechanism
{
    /// <summary>AUTH TLS (RFC 4217 section 4): data connections are clear until PROT P, which is required.</summary>
    Tls,

    /// <summary>AUTH SSL: as TLS; some servers protect data connections at once and refuse PROT.</summary>
    Ssl,

    /// <summary>AUTH TLS-P: data connections are protected at once; a refused PROT P changes nothing.</summary>
    TlsP,

    /// <summary>AUTH TLS-C: the control connection only, until PROT P, which is required.</summary>
    TlsC,
}
