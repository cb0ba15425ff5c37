namespace Sealift.Core.Timeline;

/// <summary>A timeline as read from a recording.</summary>
/// <param name="Events">The events in their order.</param>
/// <param name="Dropped">How many earlier events were not kept.</param>
public sealed record RecordedTimeline(IReadOnlyList<TimelineEvent> Events, long Dropped);
