namespace Sealift.Cli.Output.Json;

/// <summary>A change made on the server or to the known hosts. The fields are documented in docs/cli.md.</summary>
internal sealed record ChangeRecord
{
    public required string Action { get; init; }

    public required string Path { get; init; }

    public string? Target { get; init; }

    public required bool Changed { get; init; }
}
