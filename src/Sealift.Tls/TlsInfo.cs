using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls;

/// <summary>The facts of one TLS connection. The handshake's facts are fixed once it is over; the closing facts come later.</summary>
public sealed class TlsInfo
{
    /// <summary>The backend that carries the connection.</summary>
    public TlsBackend Backend { get; internal set; }

    /// <summary>The negotiated protocol version.</summary>
    public TlsVersion Version { get; internal set; }

    /// <summary>The cipher suite by its IANA name, for example <c>TLS_AES_256_GCM_SHA384</c>.</summary>
    public string CipherSuite { get; internal set; } = "";

    /// <summary>The key exchange group, for example <c>x25519</c>; null where the backend or a resumed TLS 1.2 session does not tell.</summary>
    public string? Group { get; internal set; }

    /// <summary>The application protocol the server selected (RFC 7301); null if none.</summary>
    public string? ApplicationProtocol { get; internal set; }

    /// <summary>The server name the client sent (SNI, RFC 6066); null if none.</summary>
    public string? ServerName { get; internal set; }

    /// <summary>Whether the handshake resumed an earlier session instead of negotiating a new one.</summary>
    public bool Resumed { get; internal set; }

    /// <summary>
    /// On a server: whether the client offered a session that this server issued to <em>another</em> control connection.
    /// It was not resumed.
    /// </summary>
    public bool OfferedForeignSession { get; internal set; }

    /// <summary>The peer's leaf certificate; of the original handshake when resumed; null if the peer has none.</summary>
    public X509Certificate2? PeerCertificate { get; internal set; }

    /// <summary>
    /// On a client: why the server is trusted, as the rest of a sentence that begins with "it", such as "chains to a system root (…) and names
    /// ftp.example.org". It holds words of the certificate: escape it before showing it. Null where the session was resumed: it was judged before.
    /// </summary>
    public string? TrustReason { get; internal set; }

    /// <summary>
    /// On a client: whether the server asked for a client certificate (RFC 8446 section 4.3.2). A server that resumes a session asks for none,
    /// and the Platform backend does not see the request of TLS 1.3.
    /// </summary>
    public bool ClientCertificateRequested { get; internal set; }

    /// <summary>Whether our close_notify was sent (RFC 8446 section 6.1).</summary>
    public bool CloseNotifySent { get; internal set; }

    /// <summary>Whether the peer's close_notify arrived. False at the end of a stream means that it may have been cut.</summary>
    public bool CloseNotifyReceived { get; internal set; }

    /// <summary>The last fatal alert sent, by its name in RFC 8446 section 6; null if none.</summary>
    public string? AlertSent { get; internal set; }

    /// <summary>The last fatal alert received, by its name in RFC 8446 section 6; null if none.</summary>
    public string? AlertReceived { get; internal set; }

    /// <summary>The facts in one line of plain words, for example <c>TLS 1.3, TLS_AES_256_GCM_SHA384, x25519, resumed</c>.</summary>
    public override string ToString() =>
        $"{(Version == TlsVersion.Tls13 ? "TLS 1.3" : "TLS 1.2")}, {CipherSuite}"
        + (Group is null ? "" : $", {Group}")
        + (Resumed ? ", resumed" : ", full handshake");
}
