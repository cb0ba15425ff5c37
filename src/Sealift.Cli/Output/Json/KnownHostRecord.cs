using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Output.Json;

/// <summary>A trusted server. The fields are documented in docs/cli.md.</summary>
internal sealed record KnownHostRecord
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Pin { get; init; }

    public required string Added { get; init; }

    public string? Subject { get; init; }

    public string? NotBefore { get; init; }

    public string? NotAfter { get; init; }

    public string? Issuer { get; init; }

    public string? Names { get; init; }

    public string? Key { get; init; }

    public int? DaysLeft { get; init; }

    public string? Expiry { get; init; }

    public static KnownHostRecord Of(KnownHost host, DateTimeOffset now) => new()
    {
        Host = host.Host,
        Port = host.Port,
        Pin = host.Pin.ToString(),
        Added = TimeText.Iso(host.Added),
        Subject = host.Subject,
        NotBefore = Iso(host.NotBefore),
        NotAfter = Iso(host.NotAfter),
        Issuer = host.Issuer,
        Names = host.Names,
        Key = host.Key,
        DaysLeft = host.NotAfter is { } until ? CertificateDates.DaysLeft(until, now) : null,
        Expiry = host.NotAfter is { } end ? ExpiryText.Of(end, now) : null,
    };

    private static string? Iso(DateTimeOffset? time) => time is { } known ? TimeText.Iso(known) : null;
}
