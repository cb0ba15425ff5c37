using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;
using Sealift.Transfer.Tests.Running;
using Sealift.Transfer.Tests.State;

namespace Sealift.Transfer.Tests.Queues;

public sealed class QueueRunnerTests : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private readonly MemoryFileStore _source = new();
    private readonly MemoryFileStore _target = new();
    private StateFile? _file;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StateFile File => _file!;

    public async ValueTask InitializeAsync() => _file = await StateFile.OpenAsync(_home.Combine("transfers.db"), cancellationToken: Cancellation);

    public async ValueTask DisposeAsync()
    {
        await File.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Jobs_are_carried_out_and_are_in_the_history()
    {
        await RunSetup.WriteAsync(_source, "a/one", "1");
        await RunSetup.WriteAsync(_source, "two", "22");
        var queue = new TransferQueue(File);
        var job = queue.Add(new NewJob("here", "there"));

        var events = await new QueueRunner(File, PrepareAsync).RunAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(await RunSetup.TreeAsync(_source), await RunSetup.TreeAsync(_target));
        Assert.Equal(JobOutcome.Done, Assert.IsType<JobEnded>(events[^1]).Result.Outcome);
        Assert.Equal(JobState.Done, queue.Find(job.Id)!.State);
        var run = Assert.Single(queue.History());
        Assert.Equal((2, 3), (run.Result.Files, run.Result.Bytes));
        Assert.Equal("0", File.Read(database => database.Find("SELECT (SELECT count(*) FROM file) + (SELECT count(*) FROM pair)")));
    }

    [Fact]
    public async Task A_job_that_cannot_begin_fails_with_its_cause_and_the_others_go_on()
    {
        await RunSetup.WriteAsync(_source, "one", "1");
        var queue = new TransferQueue(File);
        var bad = queue.Add(new NewJob("nowhere", "there"));
        var good = queue.Add(new NewJob("here", "there"));

        await new QueueRunner(File, PrepareAsync).RunAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(JobState.Failed, queue.Find(bad.Id)!.State);
        Assert.Equal("nowhere is gone", queue.Find(bad.Id)!.Last!.Cause);
        Assert.Equal(JobState.Done, queue.Find(good.Id)!.State);
    }

    [Fact]
    public async Task A_job_whose_target_another_process_works_on_waits()
    {
        var queue = new TransferQueue(File);
        var job = queue.Add(new NewJob("here", "there"));
        var (source, target) = Sides();
        await using var other = File.OpenJournal(source, target);

        var events = await new QueueRunner(File, PrepareAsync).RunAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Contains("writes to there", Assert.IsType<JobEnded>(events[^1]).Result.Cause, StringComparison.Ordinal);
        Assert.Equal(JobState.Waiting, queue.Find(job.Id)!.State);
    }

    [Fact]
    public async Task A_job_that_is_paused_while_it_runs_is_stopped_and_goes_on_when_it_is_resumed()
    {
        await RunSetup.WriteAsync(_source, "big", new byte[2_000_000]);
        var queue = new TransferQueue(File);
        var job = queue.Add(new NewJob("slow", "there"));
        var runner = new QueueRunner(File, PrepareAsync, new QueueRunnerOptions { Interval = TimeSpan.FromMilliseconds(10) });

        await foreach (var happened in runner.RunAsync(Cancellation))
        {
            if (happened is JobStarted) queue.Pause(job.Id);
        }

        Assert.Equal(JobState.Paused, queue.Find(job.Id)!.State);
        Assert.Equal(JobOutcome.Stopped, queue.Find(job.Id)!.Last!.Outcome);
        Assert.Null(await RunSetup.ReadAsync(_target, "big"));

        queue.Resume(job.Id);
        await new QueueRunner(File, (next, token) => PrepareAsync(next, isSlow: false, token)).RunAsync(Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2_000_000, (await RunSetup.ReadAsync(_target, "big"))!.Length);
        Assert.Equal(["big"], (await RunSetup.TreeAsync(_target)).Keys);
    }

    [Fact]
    public async Task An_unfinished_file_that_no_run_has_a_use_for_is_deleted_by_the_next_whole_run()
    {
        var part = FtpPath.Parse(".0123.sealift-part");
        await RunSetup.WriteAsync(_target, part.ToString(), "half");
        await RunSetup.WriteAsync(_target, "precious", "no part");
        await RunSetup.WriteAsync(_source, "one", "1");
        var (source, target) = Sides();
        await using (var killed = File.OpenJournal(source, target))
        {
            await killed.WriteAsync(new FileRecord(FtpPath.Parse("gone"), FileState.Pending) { Part = part }, Cancellation);
            await killed.WriteAsync(new FileRecord(FtpPath.Parse("odd"), FileState.Pending) { Part = FtpPath.Parse("precious") }, Cancellation);
        }

        new TransferQueue(File).Add(new NewJob("here", "there"));
        await new QueueRunner(File, PrepareAsync).RunAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["one", "precious"], (await RunSetup.TreeAsync(_target)).Keys);
        Assert.Equal("0", File.Read(database => database.Find("SELECT count(*) FROM file")));
    }

    [Fact]
    public async Task A_run_that_stays_takes_what_is_added_later_and_ends_when_it_is_asked_to()
    {
        await RunSetup.WriteAsync(_source, "one", "1");
        var queue = new TransferQueue(File);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var runner = new QueueRunner(File, PrepareAsync, new QueueRunnerOptions { Stays = true, Interval = TimeSpan.FromMilliseconds(10) });
        var ended = 0;

        await foreach (var happened in runner.RunAsync(stop.Token))
        {
            if (happened is QueueWaits && ended == 0) queue.Add(new NewJob("here", "there"));
            if (happened is JobEnded && ++ended == 1) await stop.CancelAsync();
        }

        Assert.Equal(1, ended);
        Assert.Equal("1", System.Text.Encoding.UTF8.GetString((await RunSetup.ReadAsync(_target, "one"))!));
    }

    [Fact]
    public async Task Jobs_for_a_full_disk_wait_after_the_first_one_and_those_for_another_go_on()
    {
        using var disk = await SmallDisk.MountAsync(kibibytes: 1024);
        await RunSetup.WriteAsync(_source, "big", new byte[2_000_000]);
        foreach (var name in (string[])["first", "second"]) Directory.CreateDirectory(Path.Combine(disk.Path, name));
        Directory.CreateDirectory(_home.Combine("third"));
        var queue = new TransferQueue(File);
        var jobs = new[] { Path.Combine(disk.Path, "first"), Path.Combine(disk.Path, "second"), _home.Combine("third") }
            .Select(target => queue.Add(new NewJob("here", target))).ToList();

        var events = await new QueueRunner(File, PrepareLocalAsync).RunAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal([JobState.Failed, JobState.Waiting, JobState.Done], jobs.Select(job => queue.Find(job.Id)!.State));
        var ended = events.OfType<JobEnded>().Select(happened => happened.Result).ToList();
        Assert.Equal([JobOutcome.SomeFailed, JobOutcome.Stopped, JobOutcome.Done], ended.Select(result => result.Outcome));
        Assert.Contains("second is full", ended[1].Cause, StringComparison.Ordinal);
        Assert.Equal(2_000_000, new FileInfo(_home.Combine("third/big")).Length);

        // There is room by the next run.
        await disk.GrowAsync(kibibytes: 8192);
        queue.Retry(jobs[0].Id);
        await new QueueRunner(File, PrepareLocalAsync).RunAsync(Cancellation).ToListAsync(Cancellation);
        Assert.All(jobs, job => Assert.Equal(JobState.Done, queue.Find(job.Id)!.State));
    }

    [Fact]
    public async Task A_queue_that_is_paused_begins_nothing_and_its_running_job_stands_still()
    {
        await RunSetup.WriteAsync(_source, "one", new byte[500_000]);
        var queue = new TransferQueue(File);
        var first = queue.Add(new NewJob("here", "there"));
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The file has nothing to give before whoever watches has paused the run: it might be carried by then.
        var source = new FaultStore(_source) { Pause = (_, _, token) => paused.Task.WaitAsync(token) };
        var runner = new QueueRunner(
            File,
            (_, _) => ValueTask.FromResult(new PreparedJob(RunSetup.Side(source, "here"), Sides().Target)),
            new QueueRunnerOptions { Interval = TimeSpan.FromMilliseconds(10) });
        await runner.PauseAsync();
        var seen = new List<string>();
        var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var running = Task.Run(
            async () =>
            {
                await foreach (var happened in runner.RunAsync(Cancellation))
                {
                    lock (seen) seen.Add(happened is JobProgress { Event: var step } ? step.GetType().Name : happened.GetType().Name);
                    if (happened is JobProgress { Event: Events.RunPaused }) standing.SetResult();

                    // From here on the job stands still, until it is resumed from outside.
                    if (happened is not JobProgress { Event: Events.RunStarted }) continue;
                    await runner.PauseAsync();
                    paused.SetResult();
                }
            },
            Cancellation);
        Assert.True(runner.IsPaused);
        Assert.Equal(JobState.Waiting, queue.Find(first.Id)!.State);
        await runner.ResumeAsync();
        await standing.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.False(running.IsCompleted);
        Assert.DoesNotContain("FileDone", Seen());
        await runner.ResumeAsync();
        await running;

        Assert.Equal(JobState.Done, queue.Find(first.Id)!.State);
        Assert.False(runner.IsPaused);

        IReadOnlyList<string> Seen()
        {
            lock (seen) return [.. seen];
        }
    }

    [Theory]
    [InlineData("skip", "old")]
    [InlineData("always", "longer")]
    [InlineData("newer", "longer")]
    [InlineData("both", "old")]
    [InlineData("ask", "old")]
    public async Task A_job_of_one_file_keeps_to_what_happens_to_existing_ones(string policy, string content)
    {
        await RunSetup.WriteAsync(_source, "one.txt", "longer");
        await RunSetup.WriteAsync(_target, "one.txt", "old");
        await _target.SetModifiedAsync(FtpPath.Parse("one.txt"), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Cancellation);
        await _source.SetModifiedAsync(FtpPath.Parse("one.txt"), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), Cancellation);
        new TransferQueue(File).Add(new NewJob("here", "there"));
        var plan = policy switch
        {
            "skip" => new TransferPlanOptions { Existing = ExistingPolicy.Skip },
            "always" => new TransferPlanOptions { Existing = ExistingPolicy.ReplaceAlways },
            "newer" => new TransferPlanOptions { Existing = ExistingPolicy.ReplaceOlder },
            "both" => new TransferPlanOptions { Existing = ExistingPolicy.KeepBoth },
            _ => new TransferPlanOptions { DecideConflict = static (_, _) => ValueTask.FromResult(ConflictDecision.KeepBoth) },
        };

        for (var run = 0; run < 2; run++)
        {
            new TransferQueue(File).Retry(1);
            await new QueueRunner(File, PrepareOneAsync).RunAsync(Cancellation).ToListAsync(Cancellation);
        }

        var tree = await RunSetup.TreeAsync(_target);
        Assert.Equal(content, System.Text.Encoding.UTF8.GetString((await RunSetup.ReadAsync(_target, "one.txt"))!));
        Assert.Equal(policy is "both" or "ask" ? ["one (1).txt", "one.txt"] : ["one.txt"], tree.Keys);

        ValueTask<PreparedJob> PrepareOneAsync(TransferJob job, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (source, target) = Sides();
            return ValueTask.FromResult(new PreparedJob(source, target) { File = FtpPath.Parse("one.txt"), Plan = plan });
        }
    }

    private ValueTask<PreparedJob> PrepareLocalAsync(TransferJob job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var retry = new RetryPolicy { LocalFullPause = TimeSpan.Zero };
        return ValueTask.FromResult(new PreparedJob(Sides().Source, TransferSide.Local(job.Target)) { Run = new TransferRunOptions { Retry = retry } });
    }

    private (TransferSide Source, TransferSide Target) Sides() => (RunSetup.Side(_source, "here"), RunSetup.Side(_target, "there"));

    private ValueTask<PreparedJob> PrepareAsync(TransferJob job, CancellationToken cancellationToken) => PrepareAsync(job, job.Source == "slow", cancellationToken);

    private ValueTask<PreparedJob> PrepareAsync(TransferJob job, bool isSlow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (job.Source == "nowhere") throw new DirectoryNotFoundException("nowhere is gone");
        var (source, target) = Sides();
        var rate = isSlow ? new RateLimit(1) : RateLimit.None;
        return ValueTask.FromResult(new PreparedJob(source, target) { Run = new TransferRunOptions { RateLimit = rate } });
    }
}
