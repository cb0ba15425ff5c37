using Sealift.Tls.Trust;

namespace Sealift.Tls;

/// <summary>What a <see cref="TlsClient"/> asks of its peers. One set of options serves one control connection and its data connections.</summary>
public sealed record TlsClientOptions
{
    /// <summary>
    /// The host exactly as the user typed it. The certificate is checked against it; it is sent as SNI when it is a name and
    /// not sent when it is an IP address (RFC 6066 section 3).
    /// </summary>
    public required string TargetHost { get; init; }

    /// <summary>The TCP port, part of the peer's identity in trust decisions. 0 to 65535; default 0 (unknown).</summary>
    public int Port { get; init; }

    /// <summary>Who is trusted, and why.</summary>
    public required ServerTrust Trust { get; init; }

    /// <summary>The oldest version accepted. Default TLS 1.2, the floor.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The newest version offered. Default TLS 1.3.</summary>
    public TlsVersion MaxVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>
    /// Application protocols offered (RFC 7301). A peer that selects none is accepted, one that selects another is refused.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>The certificate shown to servers that ask for one. Default: none.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>The longest a handshake may take, the trust decision not counted. Default 30 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of <see cref="HandshakeTimeout"/> and of the wait of <see cref="TlsStream.DetachAsync"/>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The backend; null (the default) chooses by <c>SEALIFT_TLS</c>, then OpenSsl where libssl is found.</summary>
    public TlsBackend? Backend { get; init; }
}
