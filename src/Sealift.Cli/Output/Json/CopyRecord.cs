namespace Sealift.Cli.Output.Json;

/// <summary>A finished copy between servers. The fields are documented in docs/cli.md.</summary>
internal sealed record CopyRecord
{
    public required string Action { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required long Bytes { get; init; }

    public required double Seconds { get; init; }

    public required string Route { get; init; }

    public required string? RelayReason { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }

    public required string? HashAlgorithm { get; init; }

    public required string? Hash { get; init; }
}
