namespace Sealift.Tls;

/// <summary>What went wrong, in the classes a caller can act on.</summary>
public enum TlsFailure
{
    /// <summary>The handshake failed for a reason that fits no other member; the message tells.</summary>
    Handshake,

    /// <summary>The peer does not speak TLS on this connection.</summary>
    NotTls,

    /// <summary>The peer supports no version, suite or group in common.</summary>
    NothingInCommon,

    /// <summary>The peer refused with an alert.</summary>
    PeerAlert,

    /// <summary>The peer's certificate is not trusted: chain, name, dates or pin.</summary>
    NotTrusted,

    /// <summary>The peer's key is not the one trusted before, or not the control connection's.</summary>
    CertificateChanged,

    /// <summary>The peer selected an application protocol that was not offered.</summary>
    ApplicationProtocol,

    /// <summary>The stream ended without close_notify: what was received may be cut.</summary>
    Truncated,

    /// <summary>A record was damaged or out of order.</summary>
    BadRecord,

    /// <summary>Time ran out.</summary>
    Timeout,

    /// <summary>The TCP connection broke.</summary>
    ConnectionLost,

    /// <summary>Our own certificate or key cannot be used.</summary>
    OwnCertificate,

    /// <summary>The backend asked for is not available on this machine.</summary>
    BackendMissing,

    /// <summary>The file of known hosts is damaged or cannot be read. Nothing was overwritten.</summary>
    TrustStoreUnusable,

    /// <summary>The peer's certificate was taken back by its issuer, or no list that is valid now shows that it was not.</summary>
    Revoked,

    /// <summary>A revocation list (CRL) cannot be read or used.</summary>
    RevocationListUnusable,

    /// <summary>The server wants a client certificate and got none, or does not accept the one it was shown.</summary>
    ClientCertificate,

    /// <summary>Something came in clear text between the agreement to TLS and the handshake; none of it was used.</summary>
    EarlyBytes,
}
