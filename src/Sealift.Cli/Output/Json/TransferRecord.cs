namespace Sealift.Cli.Output.Json;

/// <summary>A finished download or upload. The fields are documented in docs/cli.md.</summary>
internal sealed record TransferRecord
{
    public required string Action { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required long Bytes { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }

    public required long? CompressedBytes { get; init; }

    public required string? HashAlgorithm { get; init; }

    public required string? Hash { get; init; }

    public required TlsRecord? Tls { get; init; }
}
