namespace Sealift.Transfer.Queues;

/// <summary>How a run of a job ended.</summary>
public enum JobOutcome
{
    /// <summary>Everything is done.</summary>
    Done,

    /// <summary>Some files failed; the others are done.</summary>
    SomeFailed,

    /// <summary>Nothing, or not the whole, could be looked at: no connection, a refused login, a missing directory.</summary>
    Failed,

    /// <summary>It was stopped: paused, removed, or the process was asked to end.</summary>
    Stopped,

    /// <summary>The process ended in the middle: killed, or the machine lost power.</summary>
    Interrupted,
}
