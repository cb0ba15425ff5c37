namespace Sealift.Transfer.Queues;

/// <summary>What came of a run of a job.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended; for <see cref="JobOutcome.Interrupted"/> when that was found.</param>
public sealed record JobResult(JobOutcome Outcome, DateTimeOffset Started, DateTimeOffset Ended)
{
    /// <summary>The most failures that are remembered by name.</summary>
    public const int MaxFailures = 50;

    /// <summary>Files that are done.</summary>
    public long Files { get; init; }

    /// <summary>Bytes that were carried.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that failed.</summary>
    public long Failed { get; init; }

    /// <summary>The first of them, at most <see cref="MaxFailures"/>: each with its path and why, without secrets.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Why the whole did not go on, without secrets; null where it did.</summary>
    public string? Cause { get; init; }
}
