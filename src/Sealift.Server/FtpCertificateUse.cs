namespace Sealift.Server;

/// <summary>What a client certificate is worth in a login.</summary>
public enum FtpCertificateUse
{
    /// <summary>It is enough: USER is answered with 232 (RFC 4217 section 14.2). Without it the password counts, if there is one.</summary>
    InsteadOfPassword,

    /// <summary>Certificate and password are both needed.</summary>
    WithPassword,
}
