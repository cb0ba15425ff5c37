namespace Sealift.Cli.Output.Json;

/// <summary>A server that was started by "serve". The fields are documented in docs/cli.md.</summary>
internal sealed record ServerRecord
{
    public required string Directory { get; init; }

    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Null where a file says who may log in.</summary>
    public required string? User { get; init; }

    /// <summary>The file that says who may log in; null where it is one user.</summary>
    public string? Users { get; init; }

    /// <summary>Only a password that was generated is shown.</summary>
    public string? Password { get; init; }

    public required string Pin { get; init; }

    public required string? Monitor { get; init; }
}
