namespace Sealift.Core.Timeline;

/// <summary>A timeline as it is kept in a recording.</summary>
/// <param name="Events">The events in their order.</param>
/// <param name="Dropped">How many earlier events were not kept.</param>
public sealed record RecordedTimeline(IReadOnlyList<TimelineEvent> Events, long Dropped)
{
    /// <summary>What the session was, such as "Session with ftp.example.org port 21"; <see langword="null"/> (the default) where nobody said.</summary>
    public string? Title { get; init; }
}
