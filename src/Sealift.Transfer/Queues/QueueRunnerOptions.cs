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

    /// <summary>
    /// How long the jobs for a target wait after it was found full, while those for other targets go on. A disk of this machine is the whole volume, a server all
    /// that one login writes there. Default 5 min; a run that does not stay leaves them waiting.
    /// </summary>
    public TimeSpan FullPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Jobs that alone are run; null (the default) for all.</summary>
    public IReadOnlyCollection<long>? Only { get; init; }

    /// <summary>
    /// Says in words what stopped a job before it began, without secrets; null for what is no failure of the job but of the program. Default: the
    /// message of what the libraries and the disk throw.
    /// </summary>
    public Func<Exception, string?>? Describe { get; init; }
}
