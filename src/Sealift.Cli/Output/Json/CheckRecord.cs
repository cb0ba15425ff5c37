using Sealift.Doctor;

namespace Sealift.Cli.Output.Json;

/// <summary>A check of "doctor --list". The fields are documented in docs/cli.md.</summary>
internal sealed record CheckRecord
{
    public string Kind { get; init; } = "check";

    public required string Id { get; init; }

    public required string Check { get; init; }

    public required string Does { get; init; }

    public required string Matters { get; init; }

    public required string Needs { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }

    public static CheckRecord Of(DoctorCheck check) => new()
    {
        Id = check.Id,
        Check = check.Title,
        Does = check.Does,
        Matters = check.Matters,
        Needs = check.Needs switch { CheckNeeds.Nothing => "nothing", CheckNeeds.Login => "login", _ => "writing" },
        Faults = [.. check.Faults.Select(fault => fault.Title)],
    };
}
