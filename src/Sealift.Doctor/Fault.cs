namespace Sealift.Doctor;

/// <summary>Something that a check can find, as it is known before any server is examined: what it means and what changes it.</summary>
public sealed record Fault
{
    /// <summary>What is wrong, in a few words: "The certificate has expired".</summary>
    public required string Title { get; init; }

    /// <summary><see cref="Doctor.Verdict.Problem"/> (the default) or <see cref="Doctor.Verdict.Advice"/>.</summary>
    public Verdict Verdict { get; init; } = Verdict.Problem;

    /// <summary>What follows from it for whoever uses the server.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to set on the server, by family. Default: nothing can be set there.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];

    /// <summary>What a client can do meanwhile, with an option of <c>sealift</c> where there is one; null (the default) for nothing.</summary>
    public string? Meanwhile { get; init; }
}
