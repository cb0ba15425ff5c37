namespace Sealift.Tls.Certificates;

/// <summary>The kinds of alternative names (RFC 5280 section 4.2.1.6).</summary>
public enum CertificateNameKind
{
    /// <summary>A host name (dNSName).</summary>
    Dns,

    /// <summary>An IP address (iPAddress).</summary>
    Address,

    /// <summary>A mail address (rfc822Name).</summary>
    Mail,

    /// <summary>A URI (uniformResourceIdentifier).</summary>
    Uri,

    /// <summary>The name of a user as Windows writes it (otherName, userPrincipalName), or any other name. It is shown, never made.</summary>
    Other,
}
