using Sealift.Client;

namespace Sealift.Cli.Output.Json;

/// <summary>The profile in force. The fields are documented in docs/cli.md.</summary>
internal sealed record ProfileRecord
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Evidence { get; init; }

    public required IReadOnlyList<ServerProfileRule> Rules { get; init; }

    public static ProfileRecord Of(ServerProfileChoice choice) => new()
    {
        Id = choice.Profile.Id,
        Name = choice.Profile.Name,
        Evidence = choice.Evidence,
        Rules = choice.Profile.Rules,
    };
}
