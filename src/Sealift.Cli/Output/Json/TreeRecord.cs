namespace Sealift.Cli.Output.Json;

/// <summary>What happened, or would happen, to one entry of a tree. The fields are documented in docs/cli.md.</summary>
internal sealed record TreeRecord
{
    public required string Event { get; init; }

    public string? Action { get; init; }

    public string? Path { get; init; }

    public string? SourcePath { get; init; }

    public string? Reason { get; init; }

    public string? Because { get; init; }

    public long? Size { get; init; }

    public long? Bytes { get; init; }

    public double? Seconds { get; init; }

    public double? BytesPerSecond { get; init; }

    public IReadOnlyList<string>? Evidence { get; init; }

    public string? HashAlgorithm { get; init; }

    public string? Hash { get; init; }

    public int? Attempt { get; init; }

    public string? Failure { get; init; }

    public string? Code { get; init; }

    public string? Cause { get; init; }

    public double? RetryAfter { get; init; }
}
