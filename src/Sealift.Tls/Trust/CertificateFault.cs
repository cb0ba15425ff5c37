namespace Sealift.Tls.Trust;

/// <summary>Why a certificate is refused, as far as an alert tells it apart (RFC 8446 section 6.2).</summary>
internal enum CertificateFault
{
    /// <summary>For a reason that no alert names: another name, another key than expected.</summary>
    Other,

    /// <summary>No root that is trusted vouches for it.</summary>
    UnknownAuthority,

    /// <summary>It is outside of its dates.</summary>
    Expired,

    /// <summary>It is not meant for this.</summary>
    Unsupported,

    /// <summary>Its issuer took it back.</summary>
    Revoked,
}
