namespace Sealift.Transfer.Queues;

/// <summary>The run of a job has ended.</summary>
/// <param name="Job">The job, as it was when it began.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Next">When it is due again; null where it is not.</param>
public sealed record JobEnded(TransferJob Job, JobResult Result, DateTimeOffset? Next) : QueueEvent
{
    /// <summary>What the job is now, such as paused because another process wanted it so; null where it was removed while it ran.</summary>
    public JobState? State { get; init; }
}
