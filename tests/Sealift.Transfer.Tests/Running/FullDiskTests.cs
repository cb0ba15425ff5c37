using Sealift.Core.Stores;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.State;

namespace Sealift.Transfer.Tests.Running;

/// <summary>A disk of this machine that is full (SECURITY, F12), on a real one of a megabyte.</summary>
[Trait("Fault", "F12")]
public sealed class FullDiskTests
{
    private readonly MemoryFileStore _here = new();

    [Fact]
    public async Task A_full_disk_is_tried_once_more_and_then_fails_what_is_left_and_keeps_what_is_there()
    {
        using var disk = await SmallDisk.MountAsync(kibibytes: 1024);
        await RunSetup.WriteAsync(_here, "small", new byte[100_000]);
        for (var i = 0; i < 6; i++) await RunSetup.WriteAsync(_here, $"too large {i}", new byte[3_000_000]);
        await using var target = TransferSide.Local(disk.Path);
        var retry = new RetryPolicy { LocalFullPause = TimeSpan.Zero, FullPause = TimeSpan.FromDays(1) };
        var runner = new TransferRunner(RunSetup.Side(_here, "here"), target, RunSetup.CopyEverything(_here), new TransferRunOptions { Sessions = 1, Retry = retry });

        var (events, summary) = await RunSetup.RunAsync(runner);

        Assert.Equal(1, summary.FilesDone);
        Assert.Equal(6, summary.Failures.Count);
        Assert.All(summary.Failures, failure => Assert.Equal(FailureClass.TargetFull, failure.Class));
        Assert.Equal("SL-FILE-07", summary.Failures[0].Code);
        Assert.All(events.OfType<RunPaused>(), paused => Assert.Equal(TimeSpan.Zero, paused.RetryAfter));
        Assert.Equal(1, events.OfType<StepFailed>().Count(failed => failed.RetryAfter is not null)); // the first one; after that one tries for all
        Assert.Equal(["small"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
        Assert.Equal(100_000, new FileInfo(Path.Combine(disk.Path, "small")).Length);
    }

    [Fact]
    public async Task A_file_that_never_fits_fails_after_its_own_tries_while_smaller_ones_find_room()
    {
        var source = new FaultStore(_here);
        var target = new FaultStore(new MemoryFileStore());
        await RunSetup.WriteAsync(_here, "0 large", "large");
        for (var i = 1; i < 6; i++) await RunSetup.WriteAsync(_here, $"{i} small", "small");
        var (now, tries) = ("", 0);
        var allKnown = new TaskCompletionSource();
        source.Pause = (_, path, token) =>
        {
            now = path.ToString();
            return allKnown.Task.WaitAsync(token);
        };
        target.Before = (operation, path, _) =>
        {
            if (operation != StoreOperation.Write || now != "0 large") return null;
            tries++;
            return new FileStoreException(FileStoreError.NoSpace, path);
        };

        // One session takes the files in turn: the large one, the small ones, which find room, and then the large one again.
        var options = new TransferRunOptions { Sessions = 1, Retry = new RetryPolicy { Attempts = 3, FullPause = TimeSpan.Zero } };
        var runner = new TransferRunner(RunSetup.Side(source, "here"), RunSetup.Side(target, "there"), StepsAsync(), options);

        var (events, summary) = await RunSetup.RunAsync(runner);

        Assert.Equal("0 large", Assert.Single(summary.Failures).Path.ToString());
        Assert.Equal(5, summary.FilesDone);
        Assert.Equal(3, tries);
        Assert.Single(events.OfType<RunResumed>());

        async IAsyncEnumerable<TransferStep> StepsAsync()
        {
            await foreach (var step in RunSetup.CopyEverything(_here)) yield return step;
            allKnown.SetResult();
        }
    }
}
