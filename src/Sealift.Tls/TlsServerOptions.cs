using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls;

/// <summary>How a <see cref="TlsServer"/> presents itself and what it demands of clients.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The server's certificate with its private key.</summary>
    public required TlsCertificate Certificate { get; init; }

    /// <summary>
    /// Certificates for clients that name one of these hosts (SNI, RFC 6066 section 3), compared without case; everyone else gets
    /// <see cref="Certificate"/>. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, TlsCertificate> HostCertificates { get; init; } =
        new Dictionary<string, TlsCertificate>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The oldest version accepted. Default TLS 1.2, the floor.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The newest version accepted. Default TLS 1.3.</summary>
    public TlsVersion MaxVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>
    /// The application protocols spoken. A client that offers only others gets the alert no_application_protocol (RFC 7301
    /// section 3.2), which stops cross-protocol attacks; one that offers none is accepted. Default: none, every offer is ignored.
    /// </summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>Whether a client certificate is asked for. Default: no.</summary>
    public ClientCertificateMode ClientCertificates { get; init; }

    /// <summary>The roots that client certificates must chain to. Default: empty, which trusts none.</summary>
    public X509Certificate2Collection ClientRoots { get; init; } = [];

    /// <summary>The longest a handshake may take. Default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The backend; null (the default) chooses by <c>SEALIFT_TLS</c>, then OpenSsl where libssl is found.</summary>
    public TlsBackend? Backend { get; init; }
}
