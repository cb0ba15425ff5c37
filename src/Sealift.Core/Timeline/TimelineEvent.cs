namespace Sealift.Core.Timeline;

/// <summary>One thing that happened in a session.</summary>
public abstract record TimelineEvent
{
    /// <summary>When: the time since the timeline began.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Where: 0 is the control connection, 1 and up are the data connections in their order.</summary>
    public required int Channel { get; init; }
}
