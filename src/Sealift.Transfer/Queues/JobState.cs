namespace Sealift.Transfer.Queues;

/// <summary>What a job of the queue is.</summary>
public enum JobState
{
    /// <summary>It runs when it is due and its turn comes.</summary>
    Waiting,

    /// <summary>It is being run.</summary>
    Running,

    /// <summary>It waits until somebody resumes it.</summary>
    Paused,

    /// <summary>It was run, and everything is done.</summary>
    Done,

    /// <summary>It was run, and not everything could be done. It waits for a retry.</summary>
    Failed,
}
