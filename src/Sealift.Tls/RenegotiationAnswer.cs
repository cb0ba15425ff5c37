namespace Sealift.Tls;

/// <summary>What a server made of a client's attempt to begin a second handshake inside the first.</summary>
internal enum RenegotiationAnswer
{
    /// <summary>It cannot be tried: with this backend, or under TLS 1.3, which has none (RFC 8446 section 4.1.2).</summary>
    NotTried,

    /// <summary>It went into the second handshake.</summary>
    Accepted,

    /// <summary>It refused with an alert, or hung up.</summary>
    Refused,

    /// <summary>It went on as if nothing had been said.</summary>
    Ignored,
}
