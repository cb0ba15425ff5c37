namespace Sealift.Tls.Certificates;

/// <summary>What a certificate is for.</summary>
[Flags]
public enum CertificatePurposes
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Proves a client to servers (extended key usage clientAuth, RFC 5280 section 4.2.1.12).</summary>
    Client = 1,

    /// <summary>Proves a server to clients (extended key usage serverAuth).</summary>
    Server = 2,

    /// <summary>Signs other certificates and revocation lists (basicConstraints CA, RFC 5280 section 4.2.1.9).</summary>
    Authority = 4,
}
