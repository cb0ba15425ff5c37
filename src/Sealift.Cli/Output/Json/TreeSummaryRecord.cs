namespace Sealift.Cli.Output.Json;

/// <summary>The last line of a transfer of a tree. The fields are documented in docs/cli.md.</summary>
internal sealed record TreeSummaryRecord
{
    public required string Event { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required bool DryRun { get; init; }

    public required bool Complete { get; init; }

    public required long Files { get; init; }

    public required long Bytes { get; init; }

    public required long Directories { get; init; }

    public required long Kept { get; init; }

    public required long Skipped { get; init; }

    public required long Deleted { get; init; }

    public required long DeletionsHeld { get; init; }

    public required long Failed { get; init; }

    public required double Seconds { get; init; }

    public string? Advice { get; init; }
}
