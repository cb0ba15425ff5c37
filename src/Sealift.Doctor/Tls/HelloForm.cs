namespace Sealift.Doctor.Tls;

/// <summary>What a ClientHello offers.</summary>
/// <param name="Version">The one version that is offered: 0x0301 (TLS 1.0) to 0x0304 (TLS 1.3).</param>
/// <param name="Suites">The cipher suites, by their numbers in IANA's registry.</param>
/// <param name="ServerName">The name to ask for (SNI); null for none.</param>
internal sealed record HelloForm(ushort Version, IReadOnlyList<ushort> Suites, string? ServerName)
{
    /// <summary>Application protocols (RFC 7301). Default: none.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
