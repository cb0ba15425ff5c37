namespace Sealift.Doctor;

/// <summary>What a check came to. The worst of a report is its own.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It could not be checked; the finding says why.</summary>
    CannotTell,

    /// <summary>It works, and could be better.</summary>
    Advice,

    /// <summary>Something does not work, or is not safe.</summary>
    Problem,
}
