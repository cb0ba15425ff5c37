namespace Sealift.Core.Timeline;

/// <summary>How a timeline is drawn, whatever the format.</summary>
public sealed record TimelineDrawing
{
    /// <summary>A title above the picture; none by default.</summary>
    public string? Title { get; init; }

    /// <summary>Whether each phase carries a note in plain words. Default true.</summary>
    public bool Lessons { get; init; } = true;

    /// <summary>
    /// Whether a run of transfers that look the same is drawn as its first, its last and one line about those in between.
    /// Default true. What is folded is counted, never left out silently.
    /// </summary>
    public bool Fold { get; init; } = true;

    /// <summary>A pause at least this long is drawn as a break with the time that passed. Default 1 s.</summary>
    public TimeSpan BreakAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events were lost before the first one drawn (<see cref="SessionTimeline.Dropped"/>), to be told. Default 0.</summary>
    public long Dropped { get; init; }

    /// <summary>
    /// Which events are drawn; all of them by default. The others count all the same: a connection that they opened or encrypted is drawn so.
    /// </summary>
    public Func<TimelineEvent, bool>? Shows { get; init; }
}
