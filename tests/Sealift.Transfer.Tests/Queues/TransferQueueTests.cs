using Microsoft.Extensions.Time.Testing;
using Sealift.TestKit;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.Transfer.Tests.Queues;

[Trait("Fault", "F27")]
public sealed class TransferQueueTests : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));
    private StateFile? _file;
    private TransferQueue? _queue;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TransferQueue Queue => _queue!;

    private string StatePath => _home.Combine("transfers.db");

    public async ValueTask InitializeAsync()
    {
        _file = await StateFile.OpenAsync(StatePath, new StateFileOptions { Time = _time, Command = "a test" }, Cancellation);
        _queue = new TransferQueue(_file);
    }

    public async ValueTask DisposeAsync()
    {
        await _file!.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public void Jobs_run_by_priority_and_then_in_their_order()
    {
        Add("a");
        Add("b", priority: 5);
        Add("c");
        Add("d", priority: 5);

        Assert.Equal(["b", "d", "a", "c"], Queue.List().Select(job => job.Source));
        Assert.Equal(["b", "d", "a", "c"], TakeAll());
    }

    [Fact]
    public void Several_jobs_are_added_in_their_order_or_not_at_all()
    {
        var first = Add("a");

        Assert.Throws<FormatException>(() => Queue.AddAll([new NewJob("b", "t"), new NewJob("c", "t") { Options = "no JSON" }]));
        var added = Queue.AddAll([new NewJob("d", "t"), new NewJob("e", "t") { IsPaused = true }]);

        Assert.Equal([first.Id + 1, first.Id + 2], added.Select(job => job.Id));
        Assert.Equal(["a", "d", "e"], Queue.List().Select(job => job.Source));
        Assert.Equal(JobState.Paused, Queue.List()[2].State);
    }

    [Fact]
    public void A_job_gets_another_schedule_and_other_options()
    {
        var job = Add("a");
        Queue.TakeNext();
        Queue.End(job.Id, new JobResult(JobOutcome.Done, _time.GetUtcNow(), _time.GetUtcNow()));
        var later = _time.GetUtcNow().AddHours(2);

        var scheduled = Queue.SetSchedule(job.Id, JobSchedule.Once(later))!;
        Assert.Equal((JobState.Waiting, later), (scheduled.State, scheduled.Due));
        Assert.Null(Queue.TakeNext());
        Assert.Equal(later, Queue.SetSchedule(job.Id, JobSchedule.Every("0 14 * * *", TimeZoneInfo.Utc))!.Due);
        Assert.Equal("""{"x":1}""", Queue.SetOptions(job.Id, """{"x":1}""")!.Options);
        Assert.Throws<FormatException>(() => Queue.SetOptions(job.Id, "[]"));
        Assert.Null(Queue.SetSchedule(99, schedule: null));

        Assert.Null(Queue.SetSchedule(job.Id, schedule: null)!.Due);
        Assert.Equal(job.Id, Queue.TakeNext()!.Id);
    }

    [Fact]
    public void A_job_is_put_before_another_one_or_to_the_end()
    {
        var a = Add("a");
        var b = Add("b");
        var c = Add("c");

        Queue.Move(c.Id, before: b.Id);
        Assert.Equal(["a", "c", "b"], Queue.List().Select(job => job.Source));
        Queue.Move(a.Id, before: null);
        Assert.Equal(["c", "b", "a"], Queue.List().Select(job => job.Source));
        Queue.SetPriority(b.Id, 9);
        Queue.Move(a.Id, before: b.Id);
        Assert.Equal(["a", "b", "c"], Queue.List().Select(job => job.Source));
        Assert.Null(Queue.Move(a.Id, before: 99));
    }

    [Fact]
    public void A_paused_job_waits_until_it_is_resumed()
    {
        var job = Add("a");
        Queue.Pause(job.Id);

        Assert.Null(Queue.TakeNext());
        Assert.Equal(JobState.Waiting, Queue.Resume(job.Id)!.State);
        Assert.Equal("a", Queue.TakeNext()!.Source);
    }

    [Fact]
    public void A_job_runs_once_at_its_time()
    {
        var job = Queue.Add(new NewJob("a", "b") { Schedule = JobSchedule.Once(_time.GetUtcNow().AddHours(1)) });

        Assert.Null(Queue.TakeNext());
        Assert.Equal(job.Due, Queue.NextDue());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(job.Id, Queue.TakeNext()!.Id);
        Assert.Equal(JobState.Done, Queue.End(job.Id, Result(JobOutcome.Done))!.State);
    }

    [Fact]
    public void A_cron_job_is_due_again_in_its_time_zone_and_across_the_change_to_summer_time()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var job = Queue.Add(new NewJob("a", "b") { Schedule = JobSchedule.Every("30 2 * * *", berlin) });

        // 2026-03-29: the clocks go from 2:00 to 3:00, so that 2:30 is not there and 3:00 summer time (1:00 UTC) takes its place.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), job.Due);
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
        Assert.Equal(job.Id, Queue.TakeNext()!.Id);
        var after = Queue.End(job.Id, Result(JobOutcome.SomeFailed))!;
        Assert.Equal(JobState.Waiting, after.State);
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), after.Due);
    }

    [Theory]
    [InlineData("61 * * * *")]
    [InlineData("every day")]
    [InlineData("0 0 31 2 *")]
    [InlineData("")]
    public void What_is_no_schedule_is_refused(string cron) => Assert.Throws<FormatException>(() => JobSchedule.Every(cron, TimeZoneInfo.Utc));

    [Fact]
    public void Options_that_are_no_json_object_are_refused()
    {
        Assert.Throws<FormatException>(() => Queue.Add(new NewJob("a", "b") { Options = "[]" }));
        Assert.Throws<FormatException>(() => Queue.Add(new NewJob("a", "b") { Options = "--delete" }));
        Assert.Empty(Queue.List());
    }

    [Fact]
    public void A_failed_job_waits_for_a_retry()
    {
        var job = Add("a");
        Queue.TakeNext();
        Assert.Equal(JobState.Failed, Queue.End(job.Id, Result(JobOutcome.SomeFailed) with { Failures = ["x: 550"], Failed = 1 })!.State);

        Assert.Null(Queue.TakeNext());
        Assert.Equal("x: 550", Queue.Find(job.Id)!.Last!.Failures[0]);
        Queue.Retry(job.Id);
        Assert.Equal(job.Id, Queue.TakeNext()!.Id);
    }

    [Fact]
    public async Task What_a_killed_process_was_running_waits_again_and_the_history_tells()
    {
        var job = Add("a");
        using (Queue.TakeRunnerLock()) Queue.TakeNext();
        await _file!.DisposeAsync();
        await InitializeAsync();

        Assert.Equal(JobState.Running, Queue.Find(job.Id)!.State);
        using var held = Queue.TakeRunnerLock();

        Assert.Equal(JobState.Waiting, Assert.Single(Queue.List()).State);
        Assert.Equal(JobOutcome.Interrupted, Assert.Single(Queue.History()).Result.Outcome);
        Assert.Equal(job.Id, Queue.TakeNext()!.Id);
    }

    [Fact]
    public void A_running_job_is_asked_to_stop_and_removed_when_it_has()
    {
        var job = Add("a");
        Queue.TakeNext();

        Assert.True(Queue.Remove(job.Id));
        Assert.Equal(JobState.Running, Queue.Find(job.Id)!.State);
        Assert.Null(Queue.End(job.Id, Result(JobOutcome.Stopped)));
        Assert.Empty(Queue.List());
        Assert.Equal(job.Id + 1, Add("b").Id);
    }

    [Fact]
    public void One_process_runs_the_queue_and_others_see_which()
    {
        Assert.Null(Queue.FindRunner());
        using (Queue.TakeRunnerLock())
        {
            var refused = Assert.Throws<StateException>(() => Queue.TakeRunnerLock());
            Assert.Equal(StateFailure.Locked, refused.Failure);
            Assert.Equal("a test", refused.Owner!.Command);
            Assert.Equal(Environment.ProcessId, Queue.FindRunner()!.Pid);
        }

        Assert.Null(Queue.FindRunner());
    }

    [Fact]
    public void The_history_is_bounded()
    {
        var job = Queue.Add(new NewJob("a", "b") { Schedule = JobSchedule.Every("@hourly", TimeZoneInfo.Utc) });
        for (var i = 0; i < TransferQueue.MaxHistory + 5; i++) Queue.End(job.Id, Result(JobOutcome.Done) with { Files = i });

        var history = Queue.History();
        Assert.Equal(TransferQueue.MaxHistory, history.Count);
        Assert.Equal(TransferQueue.MaxHistory + 4, history[0].Result.Files);
    }

    private TransferJob Add(string source, int priority = 0) => Queue.Add(new NewJob(source, "target") { Priority = priority });

    private JobResult Result(JobOutcome outcome) => new(outcome, _time.GetUtcNow(), _time.GetUtcNow());

    private IEnumerable<string> TakeAll()
    {
        while (Queue.TakeNext() is { } job) yield return job.Source;
    }
}
