using System.Globalization;
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

    public static KnownHostRecord Of(KnownHost host) => new()
    {
        Host = host.Host,
        Port = host.Port,
        Pin = host.Pin.ToString(),
        Added = Iso(host.Added)!,
        Subject = host.Subject,
        NotBefore = Iso(host.NotBefore),
        NotAfter = Iso(host.NotAfter),
    };

    private static string? Iso(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
