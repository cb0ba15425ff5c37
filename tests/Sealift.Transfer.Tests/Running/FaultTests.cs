using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

/// <summary>One thing goes wrong at a time, and what the engine makes of it is checked (SECURITY, section 2).</summary>
[Trait("Fault", "F1")]
[Trait("Fault", "F8")]
[Trait("Fault", "F12")]
[Trait("Fault", "F14")]
[Trait("Fault", "F20")]
[Trait("Fault", "F33")]
public sealed class FaultTests
{
    private const int Large = 700 * 1024;

    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero };

    private readonly MemoryFileStore _here = new();
    private readonly MemoryFileStore _there = new();
    private readonly FaultStore _source;
    private readonly FaultStore _target;
    private readonly byte[] _content = Bytes(Large, seed: 1);

    public FaultTests()
    {
        _source = new FaultStore(_here);
        _target = new FaultStore(_there);
    }

    private static FtpConnectionException Lost => new(FtpConnectionFailure.Closed, "The connection broke.");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData(400 * 1024)]
    [InlineData(Large - 1)]
    public async Task A_read_that_breaks_off_is_gone_on_with(int at)
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        FailOnce(_source, StoreOperation.Read, at);

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Equal(_content, await RunSetup.ReadAsync(_there, "a"));
        var failure = Assert.Single(events.OfType<StepFailed>());
        Assert.Equal(FailureClass.Transient, failure.Failure.Class);
        var receipt = Assert.Single(events.OfType<FileDone>()).Receipt;
        Assert.Equal(2, receipt.Attempts);
        if (at >= 128 * 1024) Assert.InRange(receipt.ResumedAt, 64 * 1024, Large);
        await AssertNoLeftoversAsync();
    }

    [Theory]
    [InlineData(false)] // refused
    [InlineData(true)] // done, and the answer is lost
    public async Task A_move_whose_deletion_fails_deletes_again_and_carries_nothing_twice(bool isDone)
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var reads = 0;
        var deletions = 0;
        _source.Before = (operation, _, _) =>
        {
            if (operation == StoreOperation.OpenRead) reads++;
            return operation == StoreOperation.Delete && !isDone && deletions++ == 0 ? Lost : null;
        };
        if (isDone) _source.After = (operation, _) => operation == StoreOperation.Delete && deletions++ == 0 ? Lost : null;

        var (events, summary) = await RunAsync(new TransferRunOptions { IsMove = true, Retry = AtOnce });

        Assert.True(summary.IsComplete);
        Assert.Equal(1, reads);
        Assert.Equal(2, Assert.Single(events.OfType<FileDone>()).Receipt.Attempts);
        Assert.Equal(_content, await RunSetup.ReadAsync(_there, "a"));
        Assert.Null(await RunSetup.ReadAsync(_here, "a"));
    }

    [Fact]
    public async Task A_source_that_changed_between_two_attempts_is_not_spliced()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var other = Bytes(Large, seed: 2);
        _source.Before = Once(StoreOperation.Read, 400 * 1024, () =>
        {
            Replace("a", other);
            return Lost;
        });

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Equal(other, await RunSetup.ReadAsync(_there, "a"));
        Assert.Equal(0, Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt);
    }

    [Fact]
    public async Task A_source_that_changed_without_a_trace_in_size_and_time_is_found_out_by_its_last_block()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var time = (await _here.FindAsync(FtpPath.Parse("a"), TestContext.Current.CancellationToken))!.Modified!.Value.ToUtc()!.Value;
        var other = Bytes(Large, seed: 2);
        _source.Before = Once(StoreOperation.Read, 400 * 1024, () =>
        {
            Replace("a", other, time);
            return Lost;
        });

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Equal(other, await RunSetup.ReadAsync(_there, "a"));
        Assert.Equal(0, Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt);
    }

    [Fact]
    public async Task A_source_that_changes_while_it_is_read_is_read_again()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var longer = Bytes(Large + 5, seed: 3);
        _source.Before = Once(StoreOperation.Read, 400 * 1024, () =>
        {
            Replace("a", longer);
            return null;
        });

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Equal(longer, await RunSetup.ReadAsync(_there, "a"));
        Assert.Equal(FailureClass.SourceChanged, Assert.Single(events.OfType<StepFailed>()).Failure.Class);
    }

    [Fact]
    public async Task A_lost_confirmation_leads_to_looking_and_not_to_sending_again()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var written = 0L;
        _target.Before = (operation, _, at) =>
        {
            if (operation == StoreOperation.Write) written = at;
            return null;
        };
        _target.After = OnceAfter(StoreOperation.Complete);

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        var receipt = Assert.Single(events.OfType<FileDone>()).Receipt;
        Assert.Equal(1, receipt.Attempts);
        Assert.True(receipt.Evidence.HasFlag(TransferEvidence.FoundAfterLostReply | TransferEvidence.SizeCompared));
        Assert.False(receipt.Evidence.HasFlag(TransferEvidence.Confirmed));
        Assert.InRange(written, 1, Large);
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task A_rename_whose_answer_was_lost_is_looked_for_and_not_repeated()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var moves = 0;
        _target.Before = (operation, _, _) =>
        {
            if (operation == StoreOperation.Move) moves++;
            return null;
        };
        _target.After = OnceAfter(StoreOperation.Move);

        var (events, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Empty(events.OfType<StepFailed>());
        Assert.Equal(1, moves);
        Assert.Equal(_content, await RunSetup.ReadAsync(_there, "a"));
    }

    [Fact]
    public async Task A_rename_that_did_not_happen_is_done_again_without_carrying_the_file_again()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var reads = 0;
        _source.Before = (operation, _, at) =>
        {
            if (operation == StoreOperation.OpenRead && at == 0) reads++;
            return null;
        };
        FailOnce(_target, StoreOperation.Move, 0);

        var (_, summary) = await RunAsync();

        Assert.True(summary.IsComplete);
        Assert.Equal(1, reads);
        Assert.Equal(_content, await RunSetup.ReadAsync(_there, "a"));
    }

    [Theory]
    [InlineData(FileStoreError.NotPermitted, FailureClass.TargetRefused)]
    [InlineData(FileStoreError.NameNotValid, FailureClass.TargetRefused)]
    [InlineData(FileStoreError.ReadOnly, FailureClass.TargetUnusable)]
    public async Task What_the_target_refuses_for_good_is_tried_once_and_the_old_content_stays(FileStoreError error, FailureClass expected)
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        await RunSetup.WriteAsync(_here, "b", "fine");
        await RunSetup.WriteAsync(_there, "a", "old");
        var tries = 0;
        _target.Before = (operation, path, _) =>
        {
            if (operation != StoreOperation.Move || path.Name != "a") return null;
            tries++;
            return new FileStoreException(error, path);
        };

        var (_, summary) = await RunAsync();

        Assert.Equal(expected, Assert.Single(summary.Failures).Class);
        Assert.Equal(1, tries);
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_there, "a"));
        Assert.Equal("fine"u8.ToArray(), await RunSetup.ReadAsync(_there, "b"));
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task A_full_target_stops_every_file_with_one_message_and_goes_on_when_there_is_room()
    {
        for (var i = 0; i < 20; i++) await RunSetup.WriteAsync(_here, $"f{i}", _content);
        var clock = new TestClock();
        var isFull = true;
        _target.Before = (operation, path, _) =>
            operation == StoreOperation.Write && isFull ? new FileStoreException(FileStoreError.NoSpace, path) : null;
        var runner = Runner(new TransferRunOptions { Retry = new RetryPolicy { FullPause = TimeSpan.FromMinutes(1) }, TimeProvider = clock });

        var over = new TaskCompletionSource();
        var passing = Task.CompletedTask;
        List<TransferEvent> events = [];
        await foreach (var happened in runner.RunAsync(TestContext.Current.CancellationToken))
        {
            events.Add(happened);
            if (happened is RunFinished) over.SetResult();
            if (happened is not RunPaused) continue;
            isFull = false;
            passing = clock.PassUntilAsync(over.Task, TimeSpan.FromMinutes(1));
        }

        await passing;
        Assert.True(Assert.IsType<RunFinished>(events[^1]).Summary.IsComplete);
        Assert.Single(events.OfType<RunPaused>());
        Assert.Single(events.OfType<RunResumed>());
        Assert.Equal(20, events.OfType<FileDone>().Count());
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task Files_that_were_under_way_when_the_target_became_full_are_no_further_attempts()
    {
        const int files = 4;
        for (var i = 0; i < files; i++) await RunSetup.WriteAsync(_here, $"f{i}", "content");
        var clock = new TestClock();
        var (isFull, arrived) = (true, 0);
        var (all, others) = (new TaskCompletionSource(), new TaskCompletionSource());
        _target.Before = (operation, path, _) =>
            operation == StoreOperation.Write && isFull ? new FileStoreException(FileStoreError.NoSpace, path) : null;
        _target.Pause = async (operation, _, token) =>
        {
            if (operation != StoreOperation.Write) return;
            var number = Interlocked.Increment(ref arrived);
            if (number == files) all.SetResult();
            await all.Task.WaitAsync(token);
            if (number > 1) await others.Task.WaitAsync(token);
        };
        var retry = new RetryPolicy { Attempts = 2, FullPause = TimeSpan.FromMinutes(1) };
        var runner = Runner(new TransferRunOptions { Sessions = files, Retry = retry, TimeProvider = clock });

        var over = new TaskCompletionSource();
        var passing = Task.CompletedTask;
        List<TransferEvent> events = [];
        await foreach (var happened in runner.RunAsync(TestContext.Current.CancellationToken))
        {
            events.Add(happened);
            if (happened is RunFinished) over.SetResult();

            // The first waits and will try again for all of them; then the others find out what it has found out.
            if (happened is StepFailed && events.OfType<StepFailed>().Count() == 1)
            {
                await clock.AwaitTimerAsync(retry.FullPause);
                others.SetResult();
            }

            if (happened is not StepFailed || events.OfType<StepFailed>().Count() != files) continue;
            isFull = false;
            passing = clock.PassUntilAsync(over.Task, retry.FullPause);
        }

        await passing;
        Assert.True(Assert.IsType<RunFinished>(events[^1]).Summary.IsComplete);
        Assert.Single(events.OfType<RunPaused>());
        Assert.Single(events.OfType<RunResumed>());
    }

    [Fact]
    public async Task A_full_target_lets_directories_wait_too()
    {
        await RunSetup.WriteAsync(_here, "d/a", "content");
        var (isFull, tries) = (true, 0);
        var clock = new TestClock();
        _target.Before = (operation, path, _) =>
        {
            if (operation != StoreOperation.CreateDirectory || !isFull) return null;
            tries++;
            return new FileStoreException(FileStoreError.NoSpace, path);
        };
        var runner = Runner(new TransferRunOptions { Retry = new RetryPolicy { FullPause = TimeSpan.FromMinutes(1) }, TimeProvider = clock });

        var running = RunSetup.RunAsync(runner);
        await clock.AwaitTimerAsync(TimeSpan.FromMinutes(1));
        isFull = false;
        await clock.PassUntilAsync(running, TimeSpan.FromMinutes(1));
        var (events, summary) = await running;

        Assert.Equal(1, tries);
        Assert.True(summary.IsComplete);
        Assert.Single(events.OfType<RunResumed>());
    }

    [Fact]
    public async Task A_target_that_stays_full_fails_every_file_without_trying_each()
    {
        for (var i = 0; i < 50; i++) await RunSetup.WriteAsync(_here, $"f{i}", "content");
        var tries = 0;
        _target.Before = (operation, path, _) =>
        {
            if (operation != StoreOperation.Write) return null;
            Interlocked.Increment(ref tries);
            return new FileStoreException(FileStoreError.NoSpace, path);
        };

        var (_, summary) = await RunAsync(new TransferRunOptions { Retry = AtOnce with { Attempts = 3 } });

        Assert.Equal(50, summary.Failures.Count);
        Assert.All(summary.Failures, failure => Assert.Equal(FailureClass.TargetFull, failure.Class));
        Assert.InRange(tries, 3, 6); // up to four that are under way together, and two more that try for all
    }

    [Fact]
    public async Task A_refused_login_is_tried_once_and_ends_the_run()
    {
        for (var i = 0; i < 30; i++) await RunSetup.WriteAsync(_here, $"f{i}", "content");
        var tries = 0;
        _target.Before = (operation, _, _) =>
        {
            if (operation != StoreOperation.OpenWrite) return null;
            Interlocked.Increment(ref tries);
            return new FtpAuthenticationException("joe", new Core.Wire.FtpReply(530, "No."));
        };

        var (_, summary) = await RunAsync(new TransferRunOptions { Sessions = 1, Retry = AtOnce });

        Assert.Equal(1, tries);
        Assert.Equal(30, summary.Failures.Count);
        Assert.All(summary.Failures, failure => Assert.Equal(FailureClass.LoginRefused, failure.Class));
    }

    [Fact]
    public async Task A_target_that_lies_about_what_it_stored_is_found_out_before_the_rename()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        await RunSetup.WriteAsync(_there, "a", "old");
        _target.Before = (operation, path, _) =>
        {
            // Between the confirmation and the look somebody cuts the part.
            if (operation == StoreOperation.SetModified && path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal))
                Cut(path);
            return null;
        };

        var (_, summary) = await RunAsync();

        Assert.Equal(FailureClass.NotProven, Assert.Single(summary.Failures).Class);
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_there, "a"));
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_old_content_and_a_part_that_the_journal_knows()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        await RunSetup.WriteAsync(_there, "a", "old");
        var journal = new MemoryTransferJournal();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _source.Pause = async (_, _, token) =>
        {
            await Task.Yield();
            if (_reached >= 300 * 1024) await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };
        _target.Before = (operation, _, at) =>
        {
            if (operation == StoreOperation.Write) _reached = at;
            return null;
        };

        var (_, summary) = await RunSetup.RunAsync(Runner(new TransferRunOptions { Journal = journal }), stop.Token);

        Assert.True(summary.WasCancelled);
        Assert.Equal("old"u8.ToArray(), await RunSetup.ReadAsync(_there, "a"));
        var record = await journal.FindAsync(FtpPath.Parse("a"), TestContext.Current.CancellationToken);
        Assert.Equal(FileState.Pending, record!.State);
        Assert.NotNull(await _there.FindAsync(record.Part!, TestContext.Current.CancellationToken));

        _source.Pause = static (_, _, _) => Task.CompletedTask;
        var (events, second) = await RunSetup.RunAsync(Runner(new TransferRunOptions { Journal = journal }));

        Assert.True(second.IsComplete);
        Assert.InRange(Assert.Single(events.OfType<FileDone>()).Receipt.ResumedAt, 64 * 1024, Large);
        Assert.Equal(_content, await RunSetup.ReadAsync(_there, "a"));
        await AssertNoLeftoversAsync();
    }

    [Fact]
    public async Task A_paused_run_moves_nothing_until_it_is_resumed()
    {
        await RunSetup.WriteAsync(_here, "a", _content);
        var runner = Runner(new TransferRunOptions { Sessions = 1 });
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readsAfterPause = 0;
        _source.Before = (operation, _, at) =>
        {
            if (operation == StoreOperation.Read && paused.Task.IsCompleted) readsAfterPause++;
            return null;
        };
        _source.Pause = async (_, _, _) =>
        {
            if (paused.Task.IsCompleted) return;
            await runner.PauseAsync();
            paused.TrySetResult();
        };

        var running = RunSetup.RunAsync(runner);
        await paused.Task;
        Assert.True(runner.IsPaused);
        for (var i = 0; i < 50; i++) await Task.Yield();
        Assert.InRange(readsAfterPause, 0, 1);
        await runner.ResumeAsync();
        var (events, summary) = await running;

        Assert.True(summary.IsComplete);
        Assert.Single(events.OfType<RunPaused>());
        Assert.Single(events.OfType<RunResumed>());
    }

    [Fact]
    public async Task A_moved_source_that_changed_after_the_copy_is_not_deleted()
    {
        await RunSetup.WriteAsync(_here, "a", "first");
        _target.After = (operation, _) =>
        {
            if (operation == StoreOperation.Move) Replace("a", "second!"u8.ToArray());
            return null;
        };

        var (_, summary) = await RunAsync(new TransferRunOptions { IsMove = true, Retry = RetryPolicy.None });

        Assert.Equal(FailureClass.SourceChanged, Assert.Single(summary.Failures).Class);
        Assert.Equal("second!"u8.ToArray(), await RunSetup.ReadAsync(_here, "a"));
    }

    private long _reached;

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)((i * 31) + (i >> 8) + (seed * 97));
        return bytes;
    }

    // The store's own calls are complete when they return: nothing here waits.
    private void Replace(string path, byte[] content, DateTimeOffset? modified = null)
    {
        var stream = Now(_here.OpenWriteAsync(FtpPath.Parse(path), FileWriteOptions.Replace));
        Now(stream.WriteAsync(content));
        Now(stream.CompleteAsync());
        if (modified is { } time) Now(_here.SetModifiedAsync(FtpPath.Parse(path), time));
    }

    private void Cut(FtpPath part)
    {
        var stream = Now(_there.OpenWriteAsync(part, FileWriteOptions.ResumeAt(10)));
        Now(stream.CompleteAsync());
    }

    private static T Now<T>(ValueTask<T> done)
    {
        Assert.True(done.IsCompletedSuccessfully);
        return done.Result;
    }

    private static void Now(ValueTask done) => Assert.True(done.IsCompletedSuccessfully);

    private static void FailOnce(FaultStore store, StoreOperation operation, long at) => store.Before = Once(operation, at, () => Lost);

    private static Func<StoreOperation, FtpPath, long, Exception?> Once(StoreOperation operation, long at, Func<Exception?> act)
    {
        var isDone = 0;
        return (now, _, position) => now == operation && position >= at && Interlocked.Exchange(ref isDone, 1) == 0 ? act() : null;
    }

    private static Func<StoreOperation, FtpPath, Exception?> OnceAfter(StoreOperation operation)
    {
        var isDone = 0;
        return (now, _) => now == operation && Interlocked.Exchange(ref isDone, 1) == 0 ? Lost : null;
    }

    private async Task AssertNoLeftoversAsync() => Assert.DoesNotContain(
        (await RunSetup.TreeAsync(_there)).Keys, name => name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));

    private TransferRunner Runner(TransferRunOptions options) => new(
        RunSetup.Side(_source, "source"), RunSetup.Side(_target, "target"), RunSetup.CopyEverything(_here), options);

    private Task<(List<TransferEvent> Events, TransferRunSummary Summary)> RunAsync(TransferRunOptions? options = null) =>
        RunSetup.RunAsync(Runner(options ?? new TransferRunOptions { Retry = AtOnce }));
}
