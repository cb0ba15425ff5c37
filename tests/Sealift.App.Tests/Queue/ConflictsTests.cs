using Microsoft.Extensions.Time.Testing;
using Sealift.App.Asking;
using Sealift.App.Queue;
using Sealift.Cli.Queues;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Tests.Queue;

public sealed class ConflictsTests : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Person _person = new();
    private StateFile? _file;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TransferQueue Queue => new(_file!);

    public async ValueTask InitializeAsync() => _file = await StateFile.OpenAsync(_home.Combine("transfers.db"), new StateFileOptions { Time = _time, Command = "a test" }, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _file!.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task One_question_is_open_at_a_time_and_an_answer_counts_for_its_file()
    {
        using var conflicts = new Conflicts(_person);
        var job = Add();
        var first = conflicts.DecideAsync(Queue, job, Step("a"), Cancellation).AsTask();
        var second = conflicts.DecideAsync(Queue, job, Step("b"), Cancellation).AsTask();

        Assert.Equal("a", Asked().Step.Path.ToString());
        Asked().Decide(ConflictDecision.Skip, forAll: false);
        Assert.Equal(ConflictDecision.Skip, await first);
        await AskedAboutAsync("b");
        Asked().Decide(ConflictDecision.Resume, forAll: false);
        Assert.Equal(ConflictDecision.Resume, await second);

        // A run that goes on does not ask again about the same two files; another version of one is another question.
        Assert.Equal(ConflictDecision.Skip, await conflicts.DecideAsync(Queue, job, Step("a"), Cancellation));
        var other = conflicts.DecideAsync(Queue, job, Step("a", size: 99), Cancellation).AsTask();
        await AskedAboutAsync("a");
        Asked().Decide(ConflictDecision.Replace, forAll: false);
        Assert.Equal(ConflictDecision.Replace, await other);
    }

    [Fact]
    public async Task An_answer_for_all_counts_for_what_was_added_at_once_and_after_a_restart()
    {
        using var conflicts = new Conflicts(_person);
        var (job, sibling, stranger) = (Add("batch"), Add("batch"), Add());
        var first = conflicts.DecideAsync(Queue, job, Step("a"), Cancellation).AsTask();
        var second = conflicts.DecideAsync(Queue, job, Step("b"), Cancellation).AsTask();

        Asked().Decide(ConflictDecision.KeepBoth, forAll: true);

        Assert.Equal([ConflictDecision.KeepBoth, ConflictDecision.KeepBoth], await Task.WhenAll(first, second));
        Assert.Equal(ConflictDecision.KeepBoth, JobWords.Of(Queue.Find(sibling.Id)!).Decision);
        Assert.Null(JobWords.Of(Queue.Find(stranger.Id)!).Decision);
        Assert.Empty(_person.Open);
    }

    [Fact]
    public async Task No_answer_pauses_the_job()
    {
        using var conflicts = new Conflicts(_person);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var job = Add();
        var deciding = conflicts.DecideAsync(Queue, job, Step("a"), stop.Token).AsTask();

        Asked().Give(null);
        while (Queue.Find(job.Id)!.State != JobState.Paused) await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
        await stop.CancelAsync(); // as the runner does

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deciding);
    }

    [Fact]
    public void To_resume_is_offered_only_for_what_may_be_a_beginning()
    {
        Assert.True(new ConflictAsk(Add(), Step("a", size: 200_000, there: 100_000)).CanResume);
        Assert.False(new ConflictAsk(Add(), Step("a", size: 200_000, there: 10)).CanResume);
        Assert.False(new ConflictAsk(Add(), Step("a", size: 100_000, there: 200_000)).CanResume);
    }

    private static TransferStep Step(string path, long size = 10, long there = 5) => new(StepAction.Replace, FtpPath.Parse(path), StepReason.SizeDiffers)
    {
        Source = new FtpEntry { Name = path, Kind = FtpEntryKind.File, Size = size },
        Target = new FtpEntry { Name = path, Kind = FtpEntryKind.File, Size = there },
        Because = "the sizes differ",
    };

    private TransferJob Add(string? batch = null) => Queue.Add(new NewJob("/a", "/b") { Options = new JobWords([]) { Asks = true, Batch = batch }.Write() });

    private ConflictAsk Asked() => Assert.IsType<ConflictAsk>(Assert.Single(_person.Open));

    private Task AskedAboutAsync(string path) => QueueScene.UntilAsync(() => _person.Open is [ConflictAsk ask] && ask.Step.Path.ToString() == path, $"a question about {path}");
}
