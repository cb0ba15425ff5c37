namespace Sealift.App.Queue;

/// <summary>What a person does with a job.</summary>
public enum JobAction
{
    /// <summary>Keeps it from running; one that runs is stopped and goes on later where it was.</summary>
    Pause,

    /// <summary>Lets it run.</summary>
    Resume,

    /// <summary>Runs it again: what failed is tried again, what is done is found done.</summary>
    Retry,

    /// <summary>Puts it before the one above it.</summary>
    Up,

    /// <summary>Puts it behind the one below it.</summary>
    Down,

    /// <summary>Puts it before all others.</summary>
    First,

    /// <summary>Makes its priority one higher.</summary>
    Raise,

    /// <summary>Makes its priority one lower.</summary>
    Lower,

    /// <summary>Says when it runs.</summary>
    Schedule,

    /// <summary>Takes it out of the queue.</summary>
    Remove,
}
