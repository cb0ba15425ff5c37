using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Trust;

/// <summary>A server whose key the user trusts.</summary>
public sealed record KnownHost
{
    /// <summary>The host as the user typed it. Case does not matter; it may not contain white space.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port, 0 (unknown) to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The key.</summary>
    public required SpkiPin Pin { get; init; }

    /// <summary>When it was trusted, in UTC.</summary>
    public required DateTimeOffset Added { get; init; }

    /// <summary>The certificate's subject when it was trusted; null if only the key was known.</summary>
    public string? Subject { get; init; }

    /// <summary>The start of the certificate's validity, in UTC; null if only the key was known.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of the certificate's validity, in UTC; null if only the key was known.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Who signed the certificate when it was trusted; null if that is not known.</summary>
    public string? Issuer { get; init; }

    /// <summary>The certificate's names when it was trusted, with commas between them; null if that is not known.</summary>
    public string? Names { get; init; }

    /// <summary>Kind and size of the key, for example <c>ECDSA P-256</c>; null if that is not known.</summary>
    public string? Key { get; init; }

    /// <summary>The entry for a server that presented a certificate.</summary>
    public static KnownHost From(ServerIdentity identity, DateTimeOffset added)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return From(identity.Host, identity.Port, identity.Certificate, added);
    }

    /// <summary>The entry for a host and the certificate it presented.</summary>
    public static KnownHost From(string host, int port, X509Certificate2 certificate, DateTimeOffset added)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new KnownHost
        {
            Host = host,
            Port = port,
            Pin = SpkiPin.Of(certificate),
            Added = added,
            Subject = certificate.Subject,
            NotBefore = new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
            NotAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
            Issuer = certificate.Issuer,
            Names = CertificateNames.Describe(certificate),
            Key = KeyDescription.Of(certificate.PublicKey),
        };
    }
}
