namespace Sealift.Cli.Output.Json;

/// <summary>A failure, as it goes to stderr with --json. The fields are documented in docs/cli.md.</summary>
internal sealed record FailureRecord
{
    public required string Error { get; init; }

    public required string? Code { get; init; }

    public required int ExitCode { get; init; }

    public required string? Hint { get; init; }
}
