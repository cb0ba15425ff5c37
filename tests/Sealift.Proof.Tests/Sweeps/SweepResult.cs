namespace Sealift.Proof.Tests.Sweeps;

/// <summary>What came of a case.</summary>
/// <param name="Case">What it was, in words.</param>
/// <param name="IsStruck">Whether what was to go wrong did; without, the conversation was shorter this time.</param>
/// <param name="Violations">What must never be, and was.</param>
internal sealed record SweepResult(string Case, bool IsStruck, IReadOnlyList<Violation> Violations);
