namespace Sealift.TestKit;

/// <summary>Whether data connections must resume the control connection's TLS session.</summary>
public enum PeerSessionReuse
{
    /// <summary>The server knows no TLS.</summary>
    None,

    /// <summary>The server accepts data connections that do not resume.</summary>
    Optional,

    /// <summary>The server refuses data connections that do not resume.</summary>
    Required,
}
