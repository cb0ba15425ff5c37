namespace Sealift.Core.Timeline;

/// <summary>What happened in a session, in its order; time begins with the first event. Safe to use from several threads.</summary>
public sealed class SessionTimeline
{
    private readonly Lock _lock = new();
    private readonly Queue<TimelineEvent> _events = new();
    private readonly TimeProvider _timeProvider;
    private readonly int _capacity;
    private long? _start;
    private long _dropped;

    /// <summary>Makes an empty timeline.</summary>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <param name="capacity">How many events are kept; beyond it the oldest go. 100,000 by default.</param>
    public SessionTimeline(TimeProvider? timeProvider = null, int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _capacity = capacity;
    }

    /// <summary>Raised after an event was added, on the thread that added it. Handlers must be quick and must not throw.</summary>
#pragma warning disable MA0046 // an event of a plain value reads better than an EventArgs around it
    public event Action<TimelineEvent>? Added;
#pragma warning restore MA0046

    /// <summary>The events so far: a copy.</summary>
    public IReadOnlyList<TimelineEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>How many events went because of the capacity.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _dropped;
        }
    }

    /// <summary>Adds an event that is made with the time of now, so that the order of events is the order of their times.</summary>
    /// <param name="create">Makes the event from the time since the first event; its own is zero.</param>
    public void Add(Func<TimeSpan, TimelineEvent> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        TimelineEvent added;
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            _start ??= now;
            added = create(_timeProvider.GetElapsedTime(_start.Value, now));
            if (_events.Count == _capacity)
            {
                _events.Dequeue();
                _dropped++;
            }

            _events.Enqueue(added);
        }

        Added?.Invoke(added);
    }
}
