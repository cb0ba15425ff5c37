namespace Sealift.Proof.Tests.Sweeps;

/// <summary>Something that must never be, and was.</summary>
/// <param name="Invariant">Its name, I1 to I7.</param>
/// <param name="What">What was found.</param>
internal sealed record Violation(string Invariant, string What);
