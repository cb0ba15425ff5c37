using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Output.Json;

/// <summary>TLS on the control connection and who the server proved to be. The fields are documented in docs/cli.md.</summary>
internal sealed record ServerTlsRecord
{
    public required string Version { get; init; }

    public required string Suite { get; init; }

    public required string? Group { get; init; }

    public required string? ApplicationProtocol { get; init; }

    public required string? Subject { get; init; }

    public required string? Issuer { get; init; }

    public required DateTimeOffset? NotAfter { get; init; }

    public required string? Pin { get; init; }

    /// <summary>The record of a connection; <see langword="null"/> for one in clear text.</summary>
    public static ServerTlsRecord? Of(TlsInfo? tls) => tls is null ? null : new ServerTlsRecord
    {
        Version = tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2",
        Suite = tls.CipherSuite,
        Group = tls.Group,
        ApplicationProtocol = tls.ApplicationProtocol,
        Subject = tls.PeerCertificate?.Subject,
        Issuer = tls.PeerCertificate?.Issuer,
        NotAfter = tls.PeerCertificate is { } certificate ? new DateTimeOffset(certificate.NotAfter).ToUniversalTime() : null,
        Pin = tls.PeerCertificate is null ? null : SpkiPin.Of(tls.PeerCertificate).ToString(),
    };
}
