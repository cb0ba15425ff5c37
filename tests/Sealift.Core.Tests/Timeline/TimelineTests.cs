using Sealift.Core.Timeline;

namespace Sealift.Core.Tests.Timeline;

public sealed class TimelineTests
{
    private readonly FixedTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Time_begins_with_the_first_event_and_events_are_told_as_they_come()
    {
        var timeline = new SessionTimeline(_time);
        var told = new List<TimelineEvent>();
        timeline.Added += told.Add;
        _time.Advance(TimeSpan.FromMinutes(3));
        timeline.Add(static at => new TimelineNote("x") { At = at, Channel = 0 });
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        timeline.Add(static at => new TimelineNote("y") { At = at, Channel = 0 });

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMilliseconds(1500)], timeline.Events.Select(static one => one.At));
        Assert.Equal(timeline.Events, told);
    }

    [Fact]
    public void A_full_timeline_drops_its_oldest_events_and_counts_them()
    {
        var timeline = new SessionTimeline(_time, capacity: 2);
        foreach (var text in new[] { "a", "b", "c" })
            timeline.Add(at => new TimelineNote(text) { At = at, Channel = 0 });

        Assert.Equal(["b", "c"], timeline.Events.Cast<TimelineNote>().Select(static note => note.Text));
        Assert.Equal(1, timeline.Dropped);
    }

    [Fact]
    public void Parallel_events_are_all_kept_in_the_order_of_their_times()
    {
        var timeline = new SessionTimeline();
        Parallel.For(0, 1000, _ => timeline.Add(static at => new TimelineNote("x") { At = at, Channel = 0 }));

        Assert.Equal(1000, timeline.Events.Count);
        Assert.Equal(timeline.Events.Select(static one => one.At).Order(), timeline.Events.Select(static one => one.At));
    }
}
