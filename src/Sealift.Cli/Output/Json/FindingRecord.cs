using Sealift.Doctor;

namespace Sealift.Cli.Output.Json;

/// <summary>What one check of "doctor" found, or what it is ("--list"). The fields are documented in docs/cli.md.</summary>
internal sealed record FindingRecord
{
    public string Kind { get; init; } = "finding";

    public required string Id { get; init; }

    public required string Check { get; init; }

    public required string Verdict { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<string> Evidence { get; init; }

    public required string? Fault { get; init; }

    public required string Matters { get; init; }

    public required string? Meaning { get; init; }

    public required IReadOnlyDictionary<string, string> Remedies { get; init; }

    public required string? Meanwhile { get; init; }

    public required double Seconds { get; init; }

    public static FindingRecord Of(Finding finding) => new()
    {
        Id = finding.Id,
        Check = finding.Check.Title,
        Verdict = Word(finding),
        Summary = finding.Summary,
        Evidence = finding.Evidence,
        Fault = finding.Fault?.Title,
        Matters = finding.Check.Matters,
        Meaning = finding.Fault?.Meaning,
        Remedies = finding.Fault?.Remedies.ToDictionary(remedy => remedy.Family, remedy => remedy.Text) ?? [],
        Meanwhile = finding.Meanwhile,
        Seconds = Math.Round(finding.Elapsed.TotalSeconds, 3),
    };

    /// <summary>The verdict as one word of a contract.</summary>
    public static string Word(Verdict verdict) => verdict switch
    {
        Doctor.Verdict.Good => "good",
        Doctor.Verdict.Advice => "advice",
        Doctor.Verdict.Problem => "problem",
        _ => "unknown",
    };

    private static string Word(Finding finding) => finding.IsLeftOut ? "leftOut" : Word(finding.Verdict);
}
