namespace Sealift.Transfer.Queues;

/// <summary>How a queue is run.</summary>
public sealed record QueueRunnerOptions
{
    /// <summary>Whether the run waits for jobs that are due later, or added, until it is cancelled. Default false: it ends when nothing is due.</summary>
    public bool Stays { get; init; }

    /// <summary>How often a run that stays looks for jobs, and any run for what is wanted of the job it runs. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After which time a job is tried again whose target another process works on. Default 30 s.</summary>
    public TimeSpan LockedPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Jobs that alone are run; null (the default) for all.</summary>
    public IReadOnlyCollection<long>? Only { get; init; }

    /// <summary>
    /// Says in words what stopped a job before it began, without secrets; null for what is no failure of the job but of the program. Default: the
    /// message of what the libraries and the disk throw.
    /// </summary>
    public Func<Exception, string?>? Describe { get; init; }
}
