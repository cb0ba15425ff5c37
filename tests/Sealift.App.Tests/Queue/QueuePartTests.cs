using Sealift.App.Queue;
using Sealift.Cli.Output;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;

namespace Sealift.App.Tests.Queue;

/// <summary>The small parts of the queue's view.</summary>
public sealed class QueuePartTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_slider_goes_from_a_crawl_to_no_limit_and_back()
    {
        Assert.Equal("16k", LimitScale.Word(0));
        Assert.Equal("1M", LimitScale.Word(6));
        Assert.Null(LimitScale.Word(LimitScale.Last));
        for (var stop = 0; stop <= LimitScale.Last; stop++)
            Assert.Equal(stop, LimitScale.Stop(new QueueSettings { Rate = LimitScale.Word(stop) }.ReadLimit()?.BytesPerSecond));
        Assert.Equal("no limit", LimitScale.Text(null));
        Assert.Equal(5, LimitScale.Stop(500 * 1024));
    }

    [Fact]
    public void Limits_by_time_of_day_are_read_back_as_they_were_written()
    {
        const string Schedule = "mon-fri 08:00-18:00=500k,22:00-06:00=none";

        var windows = LimitWindow.Read(Schedule);

        Assert.Equal(Schedule, string.Join(',', windows));
        var limit = new QueueSettings { Rate = "2M", Schedule = Schedule }.ReadLimit()!;
        Assert.Equal(500 * 1024, limit.At(new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Unspecified)));
        Assert.Null(limit.At(new DateTime(2026, 11, 23, 23, 0, 0, DateTimeKind.Unspecified)));
        Assert.Equal(2 * 1024 * 1024, limit.At(new DateTime(2026, 11, 22, 9, 0, 0, DateTimeKind.Unspecified)));
        Assert.Null(new QueueSettings().ReadLimit());
        Assert.Throws<CommandException>(() => new QueueSettings { Schedule = "tomorrow" }.ReadLimit());
    }

    [Fact]
    public void The_curve_ends_at_the_edges_and_no_sample_passes_its_top()
    {
        Assert.Equal(1024, RateCurve.Top([0, 0]));
        foreach (var most in (double[])[1500, 1e5, 3e6, 7.7e9])
        {
            var top = RateCurve.Top([0, most]);
            Assert.InRange(top, most, most * 4);
        }

        Assert.Equal("M0 60L0 60L150 0L300 30L300 60Z", RateCurve.Area([0, 2048, 1024], 2048, 300, 60));
    }

    [Fact]
    public void The_graph_keeps_the_newest_samples()
    {
        var graph = new RateGraph();
        for (var i = 1; i <= RateGraph.Seconds + 2; i++) graph.Add(i);

        Assert.Equal((3, RateGraph.Seconds + 2), (graph.Samples[0], graph.Samples[^1]));
        Assert.Equal(RateGraph.Seconds, graph.Samples.Count);
    }

    [Fact]
    public void A_schedule_is_chosen_and_read_back()
    {
        var nightly = ScheduleChoice.Of(JobSchedule.Every("0 2 * * *", TimeZoneInfo.Utc), Now);
        Assert.Equal((ScheduleKind.Again, "UTC"), (nightly.Kind, nightly.Zone));
        Assert.Equal([Now.AddHours(14), Now.AddHours(38)], nightly.Next(Now, 2));
        Assert.Equal("0 2 * * *", nightly.Read()!.Cron);

        var once = ScheduleChoice.Of(JobSchedule.Once(Now.AddDays(1)), Now);
        Assert.Equal(Now.AddDays(1), once.Read()!.At);
        Assert.Single(once.Next(Now));

        var atOnce = ScheduleChoice.Of(schedule: null, Now);
        Assert.Null(atOnce.Read());
        Assert.Empty(atOnce.Next(Now));

        Assert.Throws<FormatException>(() => new ScheduleChoice { Kind = ScheduleKind.Again, Cron = "never" }.Read());
        Assert.Throws<FormatException>(() => new ScheduleChoice { Kind = ScheduleKind.Again, Zone = "Nowhere/At all" }.Read());
        Assert.Throws<FormatException>(() => new ScheduleChoice { Kind = ScheduleKind.Once }.Read());
    }

    [Fact]
    public void Every_proposed_schedule_is_one() =>
        Assert.All(ScheduleChoice.Usual, static usual => Assert.Equal(3, new ScheduleChoice { Kind = ScheduleKind.Again, Cron = usual.Cron, Zone = "UTC" }.Next(Now).Count));

    [Fact]
    public void The_history_is_searched_by_all_words()
    {
        var done = new JobRun(1, "/srv/reports", "bank:/in", new JobResult(JobOutcome.Done, Now, Now));
        var failed = new JobRun(2, "/srv/reports", "shop:/in", new JobResult(JobOutcome.SomeFailed, Now, Now) { Failures = ["a.txt: no room"], Cause = "the disk" });

        Assert.Equal([done, failed], HistorySearch.Find([done, failed], " "));
        Assert.Equal([failed], HistorySearch.Find([done, failed], "REPORTS room"));
        Assert.Equal([done], HistorySearch.Find([done, failed], "#1"));
        Assert.Empty(HistorySearch.Find([done, failed], "bank room"));
    }

    [Theory]
    [InlineData("/srv/a", "shop:/b", "upload")]
    [InlineData("ftpes://h/a", "/srv/b", "download")]
    [InlineData("shop:/a", "ftpes://h/b", "server to server")]
    [InlineData("/a", "/b", "copy on this machine")]
    public void The_direction_of_a_job_is_told(string source, string target, string words) => Assert.Equal(words, JobDirection.Of(source, target).Words);

    [Theory]
    [InlineData("/srv/in/", "in/")]
    [InlineData("shop:/a/report.pdf", "report.pdf")]
    [InlineData("shop:/", "shop:/")]
    [InlineData("/", "/")]
    public void An_end_is_shown_by_its_last_name(string end, string name) => Assert.Equal(name, JobDirection.Name(end));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(273600, "3 d 4 h")]
    public void A_span_is_told_in_two_units(double seconds, string words) => Assert.Equal(words, SpanText.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_level_of_evidence_is_the_highest_that_holds()
    {
        const TransferEvidence Sent = TransferEvidence.Sent | TransferEvidence.Confirmed;
        Assert.Equal("confirmed", EvidenceText.Level(Sent));
        Assert.Equal("size proven", EvidenceText.Level(Sent | TransferEvidence.SizeCompared));
        Assert.Equal("checksum proven", EvidenceText.Level(Sent | TransferEvidence.SizeCompared | TransferEvidence.HashCompared));
        Assert.Equal("", EvidenceText.Level(TransferEvidence.None));
        Assert.Equal("the target confirmed it; the sizes agree", EvidenceText.Sentence(Sent | TransferEvidence.SizeCompared));
    }
}
