namespace Sealift.Tls;

/// <summary>Whether a server asks for a client certificate.</summary>
public enum ClientCertificateMode
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>Asked for; a client without one is accepted, a wrong one is refused.</summary>
    Optional,

    /// <summary>A client without a valid one is refused.</summary>
    Required,
}
