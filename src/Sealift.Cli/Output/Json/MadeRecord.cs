using Sealift.Tls.Certificates;

namespace Sealift.Cli.Output.Json;

/// <summary>What a "cert" command made. The fields are documented in docs/cli.md.</summary>
internal sealed record MadeRecord
{
    public required string Action { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public string? Request { get; init; }

    public required string Subject { get; init; }

    public required string Pin { get; init; }

    public string? Fingerprint { get; init; }

    public string? NotBefore { get; init; }

    public string? NotAfter { get; init; }

    public static MadeRecord Of(string action, CertificateFacts facts) => new()
    {
        Action = action,
        Subject = facts.Subject,
        Pin = facts.Pin.ToString(),
        Fingerprint = facts.Fingerprint,
        NotBefore = TimeText.Iso(facts.NotBefore),
        NotAfter = TimeText.Iso(facts.NotAfter),
    };
}
