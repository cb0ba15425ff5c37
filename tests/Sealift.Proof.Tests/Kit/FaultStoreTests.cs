using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Kit;

/// <summary>What the engine makes of each of the stores that fail in a common way.</summary>
public sealed class FaultStoreTests
{
    private static readonly FtpPath Name = FtpPath.Parse("a");
    private static readonly byte[] Old = "old"u8.ToArray();
    private static readonly byte[] New = [.. Enumerable.Range(0, 400_000).Select(static i => (byte)(i * 7 + (i >> 9)))];
    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero };

    private readonly MemoryFileStore _here = new();
    private readonly MemoryFileStore _there = new();
    private readonly FaultStore _source;
    private readonly FaultStore _target;

    public FaultStoreTests()
    {
        _source = new FaultStore(_here);
        _target = new FaultStore(_there);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task A_full_target_keeps_the_old_file(long room)
    {
        _target.BecomeFullAfter(room);

        var summary = await RunAsync();

        Assert.Equal(FailureClass.TargetFull, Assert.Single(summary.Failures).Class);
        Assert.Equal(Old, await ReadAsync());
    }

    [Fact]
    public async Task A_read_only_target_keeps_the_old_file_and_is_not_tried_again()
    {
        _target.BecomeReadOnly();

        var summary = await RunAsync();

        Assert.Equal(FailureClass.TargetUnusable, Assert.Single(summary.Failures).Class);
        Assert.Equal(Old, await ReadAsync());
    }

    [Fact]
    public async Task A_slow_store_is_waited_for()
    {
        _target.BecomeSlow(TimeSpan.FromMilliseconds(5), TimeProvider.System);

        Assert.True((await RunAsync()).IsComplete);
        Assert.Equal(New, await ReadAsync());
    }

    [Theory]
    [InlineData(StoreOperation.Complete)]
    [InlineData(StoreOperation.Move)]
    public async Task A_flush_or_rename_that_fails_leaves_the_old_file_and_a_second_run_the_new_one(StoreOperation failing)
    {
        _target.Fail(failing, times: 1);

        var summary = await RunAsync();

        Assert.NotEqual(FailureClass.Unexpected, Assert.Single(summary.Failures).Class);
        Assert.Equal(Old, await ReadAsync());
        Assert.True((await RunAsync()).IsComplete);
        Assert.Equal(New, await ReadAsync());
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_arrives_as_it_became()
    {
        // Its time is long past, so that the change is later whatever the clock's steps are.
        await WriteAsync(_there, Old);
        await WriteAsync(_here, New);
        await _here.SetModifiedAsync(Name, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Cancellation);
        var other = New.Select(static value => (byte)~value).ToArray();
        _source.HappenWhenReadAt(Name, 128 * 1024, () => WriteAsync(_here, other).GetAwaiter().GetResult());

        var summary = await RunAsync();

        Assert.True(summary.IsComplete, string.Join('\n', summary.Failures));
        Assert.Equal(other, await ReadAsync());
    }

    private static async Task WriteAsync(MemoryFileStore store, byte[] content)
    {
        await using var stream = await store.OpenWriteAsync(Name, FileWriteOptions.Replace, Cancellation);
        await stream.WriteAsync(content, Cancellation);
        await stream.CompleteAsync(Cancellation);
    }

    private async Task<TransferRunSummary> RunAsync()
    {
        if (await _here.FindAsync(Name, Cancellation) is null)
        {
            await WriteAsync(_here, New);
            await WriteAsync(_there, Old);
        }

        await using var source = TransferSide.Of(_source, FtpPath.Home, "source");
        await using var target = TransferSide.Of(_target, FtpPath.Home, "target");
        List<TransferEvent> events = [];
        await foreach (var happened in new TransferRunner(new TransferPlan(source, target), new TransferRunOptions { Retry = AtOnce }).RunAsync(Cancellation)) events.Add(happened);
        return Assert.IsType<RunFinished>(events[^1]).Summary;
    }

    private async Task<byte[]> ReadAsync()
    {
        await using var stream = await _there.OpenReadAsync(Name, cancellationToken: Cancellation);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }
}
