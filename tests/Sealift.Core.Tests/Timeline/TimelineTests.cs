using Sealift.Core.Timeline;

namespace Sealift.Core.Tests.Timeline;

public sealed class TimelineTests
{
    private readonly FixedTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Events_carry_the_time_since_the_beginning_and_are_told_as_they_come()
    {
        var timeline = new SessionTimeline(_time);
        var told = new List<TimelineEvent>();
        timeline.Added += told.Add;
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        timeline.Add(static at => new TimelineNote("x") { At = at, Channel = 0 });

        Assert.Equal(TimeSpan.FromMilliseconds(1500), Assert.Single(timeline.Events).At);
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
