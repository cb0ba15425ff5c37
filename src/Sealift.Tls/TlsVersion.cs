namespace Sealift.Tls;

/// <summary>A TLS protocol version, with its number on the wire. Nothing older than TLS 1.2 is spoken.</summary>
public enum TlsVersion
{
    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12 = 0x0303,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13 = 0x0304,
}
