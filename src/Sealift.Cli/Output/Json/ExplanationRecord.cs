namespace Sealift.Cli.Output.Json;

/// <summary>An entry of the catalogue of errors. The fields are documented in docs/cli.md.</summary>
internal sealed record ExplanationRecord
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    public required int ExitCode { get; init; }

    public required IReadOnlyList<string> Causes { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }

    public required IReadOnlyList<string> Steps { get; init; }

    public required IReadOnlyList<int> Replies { get; init; }
}
