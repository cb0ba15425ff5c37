using Microsoft.Extensions.Time.Testing;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Tests.Running;
using Sealift.Transfer.Watching;

namespace Sealift.Transfer.Tests.Watching;

public sealed class StabilityTests
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly FtpPath Log = FtpPath.Parse("log");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryFileStore _store = new();
    private readonly Stability _stability;

    public StabilityTests() => _stability = new Stability(RunSetup.Side(_store, "here"), Settle, _time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_stable_when_size_and_time_stay_the_same_for_the_whole_time()
    {
        await RunSetup.WriteAsync(_store, "log", "1");
        _stability.Note(Log);
        Assert.Empty(await StableAsync());

        _time.Advance(Settle - TimeSpan.FromSeconds(1));
        await RunSetup.WriteAsync(_store, "log", "12");
        Assert.Empty(await StableAsync());
        _time.Advance(Settle - TimeSpan.FromSeconds(1));
        Assert.Empty(await StableAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([Log], await StableAsync());
        Assert.True(_stability.IsEmpty);
    }

    [Fact]
    public async Task What_vanished_is_told_once()
    {
        _stability.Note(Log);

        Assert.Equal([Log], (await _stability.TakeAsync(Cancellation)).Gone);
        Assert.Empty((await _stability.TakeAsync(Cancellation)).Gone);
    }

    [Fact]
    public async Task A_file_that_was_just_written_may_change_again_and_an_old_one_not()
    {
        await RunSetup.WriteAsync(_store, "log", "1");
        await _store.SetModifiedAsync(Log, _time.GetUtcNow() - TimeSpan.FromSeconds(5), Cancellation);
        Assert.True(_stability.IsUnsettled(Log, await _store.FindAsync(Log, Cancellation)));

        await _store.SetModifiedAsync(Log, _time.GetUtcNow() - Settle, Cancellation);
        Assert.False(_stability.IsUnsettled(Log, await _store.FindAsync(Log, Cancellation)));
        _stability.Note(Log);
        Assert.True(_stability.IsUnsettled(Log, await _store.FindAsync(Log, Cancellation)));
    }

    private async Task<IEnumerable<FtpPath>> StableAsync() => (await _stability.TakeAsync(Cancellation)).Stable.Select(change => change.Path);
}
