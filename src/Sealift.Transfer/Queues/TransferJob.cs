namespace Sealift.Transfer.Queues;

/// <summary>A job of the queue.</summary>
/// <param name="Id">Its number, which no other job gets.</param>
/// <param name="Source">Where the files come from: a full local path, a URL without a password, or a saved site's <c>name:path</c>.</param>
/// <param name="Target">Where they go, written like the source.</param>
public sealed record TransferJob(long Id, string Source, string Target)
{
    /// <summary>How, as JSON that the program understands that runs the job. Without secrets.</summary>
    public string Options { get; init; } = "{}";

    /// <summary>Jobs of a higher priority come first.</summary>
    public int Priority { get; init; }

    /// <summary>Its place among jobs of one priority: the lowest comes first.</summary>
    public long Place { get; init; }

    /// <summary>What it is.</summary>
    public JobState State { get; init; }

    /// <summary>When it runs; null for at once.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset Added { get; init; }

    /// <summary>Before this it does not run; null for at once.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>When the run began that is under way; null where none is.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How often it was run to an end.</summary>
    public int Runs { get; init; }

    /// <summary>What somebody wants of the job while it runs: <see cref="JobState.Paused"/>, or <see cref="JobState.Done"/> for its removal; null for nothing.</summary>
    public JobState? Wanted { get; init; }

    /// <summary>What came of its last run; null before the first.</summary>
    public JobResult? Last { get; init; }

    /// <summary>Whether it may be run at a moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsDue(DateTimeOffset now) => State == JobState.Waiting && (Due is null || Due <= now);
}
