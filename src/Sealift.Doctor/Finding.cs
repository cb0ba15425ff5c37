namespace Sealift.Doctor;

/// <summary>What one check found. No text in it can act on a terminal; none holds a secret.</summary>
public sealed record Finding
{
    /// <summary>The check.</summary>
    public required DoctorCheck Check { get; init; }

    /// <summary>What it came to.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What that rests on: what was said and measured, a line each.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What is known of the fault; null where there is none.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What a client can do meanwhile; null for nothing. As in <see cref="Fault"/>, unless this server needs other words.</summary>
    public string? Meanwhile { get; init; }

    /// <summary>How long the check took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The check's id, such as <c>SL-TLS-54</c>.</summary>
    public string Id => Check.Id;

    /// <summary>Whether what could not be told was not asked for, such as a login without a user; false for all other findings.</summary>
    public bool IsLeftOut { get; init; }
}
