using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>Sessions that a server refuses, in the middle of a run: what it costs, and what it leaves.</summary>
public sealed class WireSessionTests : IAsyncDisposable
{
    private const int Large = 700 * 1024;

    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero, Outage = TimeSpan.Zero };

    private readonly string[] _names = ["a", "b", "c"];
    private readonly FaultPeer _peer = new();
    private readonly MemoryFileStore _here = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Theory]
    [InlineData("421 Full.", "")]
    [InlineData(null, "530 One is enough.")]
    [InlineData(null, "421 One is enough.")]
    public async Task F19_segments_whose_sessions_are_refused_are_carried_by_those_there_are(string? atGreeting, string atLogin)
    {
        var content = Bytes(Large, seed: 1);
        _peer.Files["a"] = content;
        _peer.MaxSessions = 1;
        _peer.RefusalAtGreeting = atGreeting;
        _peer.RefusalAtLogin = atLogin;
        await using var source = _peer.Side();
        using var here = new TempDirectory();
        await using var target = TransferSide.Local(here.Path);
        var options = new TransferRunOptions { Sessions = 1, Segments = 4, SmallestSegment = 128 * 1024, Retry = AtOnce };

        var (events, summary) = await RunSetup.RunAsync(new TransferRunner(source, target, RunSetup.Steps(Copy("a")), options));

        Assert.True(summary.IsComplete, string.Join('\n', summary.Failures));
        Assert.Equal(4, Assert.Single(events.OfType<FileDone>()).Receipt.Segments);
        Assert.Equal(content, await File.ReadAllBytesAsync(here.Combine("a"), Cancellation));
        Assert.Single(Directory.EnumerateFileSystemEntries(here.Path));
    }

    [Theory]
    [InlineData("530 Wrong.")]
    [InlineData("421 Closed.")]
    public async Task Parts_of_files_that_a_refused_run_did_not_come_to_are_kept_and_gone_on_with_by_the_next(string refusal)
    {
        var journal = await LeavePartsAsync();
        var parts = await PartsAsync();
        _peer.BusyLimit = TimeSpan.Zero;
        _peer.Fault = command => command.Verb == "PASS" ? new PeerFault { Reply = refusal } : null;

        var (_, refused) = await DownloadAsync(journal, sessions: 2, Cancellation);
        var kept = await PartsAsync();
        _peer.Fault = static _ => null;
        var (events, summary) = await DownloadAsync(journal, sessions: 2, Cancellation);

        Assert.Equal(3, refused.Failures.Count);
        Assert.Equal(parts, kept);
        Assert.True(summary.IsComplete, string.Join('\n', summary.Failures));
        Assert.Equal([300_000, 300_000, 300_000], events.OfType<FileDone>().Select(done => done.Receipt.ResumedAt));
        await AssertArrivedAsync();
    }

    [Fact]
    public async Task Parts_of_files_that_a_cancelled_run_did_not_come_to_are_kept_and_gone_on_with_by_the_next()
    {
        var journal = await LeavePartsAsync();
        var parts = await PartsAsync();
        using var cancel = new CancellationTokenSource();
        _peer.Fault = command =>
        {
            if (command.Verb == "RETR") cancel.Cancel();
            return null;
        };

        var (_, cancelled) = await DownloadAsync(journal, sessions: 1, cancel.Token);
        var kept = await PartsAsync();
        _peer.Fault = static _ => null;
        var (events, summary) = await DownloadAsync(journal, sessions: 1, Cancellation);

        Assert.True(cancelled.WasCancelled);
        Assert.Equal(parts.Keys, kept.Keys);
        Assert.True(summary.IsComplete, string.Join('\n', summary.Failures));
        Assert.All(events.OfType<FileDone>(), done => Assert.True(done.Receipt.ResumedAt >= 300_000, done.Receipt.ToString()));
        await AssertArrivedAsync();
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)((i * 31) + (i >> 8) + (i >> 16) + (seed * 77));
        return bytes;
    }

    private TransferStep Copy(string name) => RunSetup.Copy(FtpPath.Parse(name), new FtpEntry
    {
        Name = name,
        Kind = FtpEntryKind.File,
        Size = _peer.Files[name].Length,
        Modified = new FtpTimestamp(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc), FtpTimePrecision.Second, IsUtc: true),
    });

    // What an earlier run left of three files, which it was cut in.
    private async Task<MemoryTransferJournal> LeavePartsAsync()
    {
        var journal = new MemoryTransferJournal();
        foreach (var name in _names)
        {
            _peer.Files[name] = Bytes(Large, name[0]);
            var part = FtpPath.Parse($".{name}{LocalFileStore.PartSuffix}");
            await RunSetup.WriteAsync(_here, part.ToString(), _peer.Files[name][..300_000]);
            await journal.WriteAsync(
                new FileRecord(FtpPath.Parse(name), FileState.Pending) { Part = part, SourceSize = Large, SourceModified = Copy(name).Source!.Modified, Attempts = 1 },
                Cancellation);
        }

        return journal;
    }

    private async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> DownloadAsync(ITransferJournal journal, int sessions, CancellationToken cancellationToken)
    {
        await using var source = _peer.Side(sessions);
        var options = new TransferRunOptions { Sessions = sessions, Retry = AtOnce, Journal = journal };
        return await RunSetup.RunAsync(
            new TransferRunner(source, RunSetup.Side(_here, "here"), RunSetup.Steps([.. _names.Select(Copy)]), options), cancellationToken);
    }

    private async Task AssertArrivedAsync()
    {
        foreach (var name in _names) Assert.Equal(_peer.Files[name], await RunSetup.ReadAsync(_here, name));
        Assert.Empty(await PartsAsync());
    }

    // What is there of unfinished files, with its content.
    private async Task<SortedDictionary<string, string?>> PartsAsync() => new(
        (await RunSetup.TreeAsync(_here)).Where(entry => entry.Key.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal)).ToDictionary(),
        StringComparer.Ordinal);
}
