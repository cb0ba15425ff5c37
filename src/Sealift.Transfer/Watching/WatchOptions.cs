namespace Sealift.Transfer.Watching;

/// <summary>How a directory is followed.</summary>
public sealed record WatchOptions
{
    /// <summary>How long size and time of a file must stay the same before it is carried. Default 2 s; at least 10 ms.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often both trees are compared as a whole, whatever the system has told. Default 15 min.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The first wait after a run that was not complete; each further one is twice as long. Default 5 s.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest of these waits. Default 5 min.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
