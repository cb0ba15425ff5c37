namespace Sealift.Cli.Output.Json;

/// <summary>The checksum of a file. The fields are documented in docs/cli.md.</summary>
internal sealed record HashRecord
{
    public required string Path { get; init; }

    public required string Algorithm { get; init; }

    public required string Hash { get; init; }

    public required string? Range { get; init; }

    public required string ComputedBy { get; init; }
}
