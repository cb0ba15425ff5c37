using Sealift.App.Live;
using Sealift.Core.Timeline;

namespace Sealift.App.Timelines;

/// <summary>One session as it is looked at: its events, the filter, and the picture, which is laid out anew only where something has changed.</summary>
public sealed class TimelineView(SessionRecord record)
{
    private long _drawnEvents = -1;
    private TimelineFilter _filter = new();
    private bool _hasNotes = true;
    private bool _folds = true;

    public SessionRecord Record => record;

    /// <summary>All events that are kept.</summary>
    public IReadOnlyList<TimelineEvent> Events { get; private set; } = [];

    /// <summary>The positions of the events that pass the filter.</summary>
    public IReadOnlyList<int> Matching { get; private set; } = [];

    /// <summary>The data connections that there are, by number.</summary>
    public IReadOnlyList<int> Channels { get; private set; } = [];

    /// <summary>The picture.</summary>
    public TimelineSheet Sheet { get; private set; } = TimelineSheet.Create([]);

    /// <summary>How often the picture has changed.</summary>
    public int Version { get; private set; }

    /// <summary>What is looked at.</summary>
    public TimelineFilter Filter
    {
        get => _filter;
        set => Set(ref _filter, value);
    }

    /// <summary>Whether each phase carries a note in plain words. Default true.</summary>
    public bool HasNotes
    {
        get => _hasNotes;
        set => Set(ref _hasNotes, value);
    }

    /// <summary>Whether runs of equal transfers are folded, where nothing is filtered. Default true.</summary>
    public bool Folds
    {
        get => _folds;
        set => Set(ref _folds, value);
    }

    /// <summary>Looks whether something has happened.</summary>
    /// <returns>Whether the picture is another one.</returns>
    public bool Refresh()
    {
        var count = record.Facts.Events;
        if (count == _drawnEvents) return false;
        _drawnEvents = count;
        Events = record.Timeline.Events;
        Channels = [.. Events.Select(static happened => happened.Channel).Where(static channel => channel > 0).Distinct().Order()];
        Draw();
        return true;
    }

    /// <summary>An event with everything that is known of it.</summary>
    public string Describe(int position) => TimelineSheet.Describe(Events[position]);

    private void Set<T>(ref T field, T value)
    {
        if (EqualityComparer<T>.Default.Equals(field, value)) return;
        field = value;
        Draw();
    }

    private void Draw()
    {
        Matching = [.. Enumerable.Range(0, Events.Count).Where(i => _filter.Matches(Events[i]))];
        var drawing = new TimelineDrawing { Lessons = _hasNotes && _filter.Word.Length == 0, Fold = _folds && !_filter.IsNarrow, Dropped = record.Timeline.Dropped };
        if (_filter.IsNarrow) drawing = drawing with { Shows = _filter.Matches };
        Sheet = TimelineSheet.Create(Events, drawing);
        Version++;
    }
}
