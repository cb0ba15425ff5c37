namespace Sealift.Cli.Output.Json;

/// <summary>An unfinished file as "queue clean" tells of it.</summary>
internal sealed record LeftoverRecord
{
    public required string Place { get; init; }

    public required string Path { get; init; }

    /// <summary><c>abandoned</c>, <c>resumable</c>, <c>recent</c>, <c>inUse</c>, <c>superseded</c>, <c>onlyCopy</c>.</summary>
    public required string State { get; init; }

    public required long? Size { get; init; }

    public required string? Modified { get; init; }

    public required bool Deleted { get; init; }

    public required bool Restored { get; init; }
}
