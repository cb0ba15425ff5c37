using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

public sealed class TransferRunnerTests
{
    private readonly MemoryFileStore _source = new();
    private readonly MemoryFileStore _target = new();

    [Fact]
    public async Task A_tree_is_copied_with_its_times_and_each_file_has_a_receipt()
    {
        for (var i = 0; i < 40; i++) await RunSetup.WriteAsync(_source, $"d{i % 4}/e/f{i}", new string((char)('a' + (i % 26)), i * 1000));
        await RunSetup.WriteAsync(_source, "empty", "");

        var (events, summary) = await RunSetup.RunAsync(Runner(RunSetup.CopyEverything(_source)));

        Assert.Equal(await RunSetup.TreeAsync(_source), await RunSetup.TreeAsync(_target));
        Assert.True(summary.IsComplete);
        Assert.Equal(41, summary.FilesDone);
        Assert.IsType<RunStarted>(events[0]);
        var receipts = events.OfType<FileDone>().Select(done => done.Receipt).ToList();
        Assert.Equal(41, receipts.Count);
        Assert.All(receipts, receipt => Assert.True(receipt.Evidence.HasFlag(
            TransferEvidence.Sent | TransferEvidence.Confirmed | TransferEvidence.SizeCompared | TransferEvidence.SourceUnchanged)));
        var file = FtpPath.Parse("d1/e/f5");
        var (here, there) = (await _source.FindAsync(file, TestContext.Current.CancellationToken), await _target.FindAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(here!.Modified, there!.Modified);
    }

    [Fact]
    public async Task A_tree_goes_from_disk_to_disk_with_permissions()
    {
        using var here = new TestKit.TempDirectory();
        using var there = new TestKit.TempDirectory();
        var store = new LocalFileStore(here.Path);
        await RunSetup.WriteAsync(store, "a/tool", "#!");
        await RunSetup.WriteAsync(store, "secret", "s");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(here.Path, "a", "tool"), (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(Path.Combine(here.Path, "secret"), (UnixFileMode)0b110_000_000);
        }

        await using var source = TransferSide.Local(here.Path);
        await using var target = TransferSide.Local(there.Path);
        var (_, summary) = await RunSetup.RunAsync(new TransferRunner(source, target, RunSetup.CopyEverything(store)));

        Assert.True(summary.IsComplete);
        Assert.Equal(await RunSetup.TreeAsync(store), await RunSetup.TreeAsync(target.Store));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(there.Path, "a", "tool")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(there.Path, "secret")));
    }

    [Fact]
    public async Task A_file_that_vanished_fails_alone()
    {
        await RunSetup.WriteAsync(_source, "there", "1");
        var gone = new FtpEntry { Name = "gone", Kind = FtpEntryKind.File, Size = 3 };
        var there = await _source.FindAsync(FtpPath.Parse("there"), TestContext.Current.CancellationToken);

        var (events, summary) = await RunSetup.RunAsync(Runner(
            RunSetup.Steps(RunSetup.Copy(FtpPath.Parse("gone"), gone), RunSetup.Copy(FtpPath.Parse("there"), there))));

        Assert.Equal(1, summary.FilesDone);
        var failure = Assert.Single(summary.Failures);
        Assert.Equal(FailureClass.SourceMissing, failure.Class);
        Assert.Equal("gone", failure.Path.ToString());
        Assert.Null(Assert.Single(events.OfType<StepFailed>()).RetryAfter);
    }

    [Fact]
    public async Task What_belongs_into_a_directory_that_cannot_be_made_fails_with_it()
    {
        await RunSetup.WriteAsync(_source, "d/e/f", "1");
        await RunSetup.WriteAsync(_target, "d", "a file is in the way");

        var (_, summary) = await RunSetup.RunAsync(Runner(RunSetup.CopyEverything(_source)));

        Assert.Equal(0, summary.FilesDone);
        Assert.Equal(["d", "d/e", "d/e/f"], summary.Failures.Select(failure => failure.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, summary.Failures.Count(failure => failure.Class == FailureClass.Dependent));
    }

    [Fact]
    public async Task Nothing_is_deleted_after_a_failure()
    {
        await RunSetup.WriteAsync(_target, "old", "1");
        var gone = new FtpEntry { Name = "gone", Kind = FtpEntryKind.File, Size = 3 };
        var delete = new TransferStep(StepAction.Delete, FtpPath.Parse("old"), StepReason.NotInSource) { Because = "not in the source" };

        var (_, summary) = await RunSetup.RunAsync(Runner(RunSetup.Steps(RunSetup.Copy(FtpPath.Parse("gone"), gone), delete)));

        Assert.Equal(1, summary.DeletionsWithheld);
        Assert.False(summary.IsComplete);
        Assert.NotNull(await RunSetup.ReadAsync(_target, "old"));
    }

    [Fact]
    public async Task Deletions_come_last_and_children_before_their_directory()
    {
        await RunSetup.WriteAsync(_source, "new", "1");
        await RunSetup.WriteAsync(_target, "d/e/f", "1");
        var copy = RunSetup.Copy(FtpPath.Parse("new"), await _source.FindAsync(FtpPath.Parse("new"), TestContext.Current.CancellationToken));

        var (events, summary) = await RunSetup.RunAsync(Runner(RunSetup.Steps(
            copy,
            Deletion(StepAction.Delete, "d/e/f"),
            Deletion(StepAction.DeleteDirectory, "d/e"),
            Deletion(StepAction.DeleteDirectory, "d"))));

        Assert.True(summary.IsComplete);
        Assert.Equal(3, summary.Deleted);
        Assert.Equal(["new"], (await RunSetup.TreeAsync(_target)).Keys);
        Assert.True(events.FindIndex(happened => happened is FileDone) < events.FindIndex(happened => happened is StepDone));
    }

    [Fact]
    public async Task A_moved_file_leaves_the_source_only_when_it_is_proven()
    {
        await RunSetup.WriteAsync(_source, "a", "content");

        var (_, summary) = await RunSetup.RunAsync(Runner(RunSetup.CopyEverything(_source), new TransferRunOptions { IsMove = true, Proof = TransferProof.Hash }));

        Assert.True(summary.IsComplete);
        Assert.Null(await RunSetup.ReadAsync(_source, "a"));
        Assert.Equal("content"u8.ToArray(), await RunSetup.ReadAsync(_target, "a"));
    }

    [Fact]
    public async Task A_runner_runs_once()
    {
        var runner = Runner(RunSetup.Steps());
        await RunSetup.RunAsync(runner);

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunSetup.RunAsync(runner));
    }

    [Fact]
    public async Task Whoever_stops_listening_ends_the_run()
    {
        for (var i = 0; i < 100; i++) await RunSetup.WriteAsync(_source, $"f{i}", "1");

        await foreach (var happened in Runner(RunSetup.CopyEverything(_source)).RunAsync(TestContext.Current.CancellationToken))
        {
            if (happened is FileDone) break;
        }

        Assert.DoesNotContain((await RunSetup.TreeAsync(_target)).Keys, name => name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal));
    }

    private static TransferStep Deletion(StepAction action, string path) =>
        new(action, FtpPath.Parse(path), StepReason.NotInSource) { Because = "not in the source" };

    private TransferRunner Runner(IAsyncEnumerable<TransferStep> steps, TransferRunOptions? options = null) =>
        new(RunSetup.Side(_source, "source"), RunSetup.Side(_target, "target"), steps, options);
}
