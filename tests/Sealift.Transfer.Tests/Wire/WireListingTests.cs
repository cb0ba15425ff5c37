using Microsoft.Extensions.Time.Testing;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Wire;

/// <summary>A server that goes away, or breaks off, while a tree is being listed: what it showed is carried, what it did not show deletes nothing.</summary>
public sealed class WireListingTests : IAsyncDisposable
{
    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, Outage = TimeSpan.Zero };

    private readonly FaultPeer _peer = new();
    private readonly MemoryFileStore _here = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Theory]
    [InlineData("the connection ends instead of a reply")]
    [InlineData("the connection ends while the listing is on its way")]
    [InlineData("the listing is cut")]
    [InlineData("451 after the listing")]
    [InlineData("450 instead of it")]
    public async Task A_listing_that_fails_once_is_asked_for_again_and_everything_is_done(string how)
    {
        FillServer(directories: 6);
        await RunSetup.WriteAsync(_here, "d3/old", "gone from the source");
        _peer.Fault = AtTheListingOf("d3", FaultOf(how), once: true);
        await using var source = _peer.Side();

        var (events, summary) = await RunAsync(source, RunSetup.Side(_here, "here"));

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal(12, summary.FilesDone);
        Assert.Equal(1, summary.Deleted);
        Assert.Empty(events.OfType<StepFailed>());
        Assert.Equal(_peer.Files.Keys.Order(StringComparer.Ordinal), await FilesHereAsync());
    }

    [Theory]
    [InlineData("the listing is cut")]
    [InlineData("451 after the listing")]
    [InlineData("450 instead of it")]
    [InlineData("550 instead of it")]
    public async Task A_listing_of_the_source_that_always_fails_costs_its_directory_and_every_deletion(string how)
    {
        FillServer(directories: 6);
        foreach (var path in (string[])["d3/old", "d1/old", "old"]) await RunSetup.WriteAsync(_here, path, "gone from the source");
        _peer.Fault = AtTheListingOf("d3", FaultOf(how), once: false);
        await using var source = _peer.Side();

        var (_, summary) = await RunAsync(source, RunSetup.Side(_here, "here"));

        // The directory that could not be listed, and the deletions that were held for it; the files of all others are there.
        Assert.Equal([(".", FailureClass.Planned), ("d3", FailureClass.Planned)], Failures(summary));
        Assert.Equal(10, summary.FilesDone);
        Assert.Null(summary.PlanFailure);
        Assert.Equal(0, summary.Deleted);
        Assert.Equal(
            [.. _peer.Files.Keys.Where(path => !path.StartsWith("d3/", StringComparison.Ordinal)).Concat(["d3/old", "d1/old", "old"]).Order(StringComparer.Ordinal)],
            await FilesHereAsync());
    }

    [Fact]
    public async Task A_listing_of_the_target_that_always_fails_writes_and_deletes_nothing_in_its_directory()
    {
        FillServer(directories: 3);
        _peer.Files["d1/old"] = "gone from the source"u8.ToArray();
        _peer.Files["old"] = "gone from the source"u8.ToArray();
        for (var i = 0; i < 3; i++) await RunSetup.WriteAsync(_here, $"d{i}/new", "new");
        _peer.Fault = AtTheListingOf("d1", FaultOf("the listing is cut"), once: false);
        await using var target = _peer.Side();

        var (_, summary) = await RunAsync(RunSetup.Side(_here, "here"), target);

        Assert.Equal([(".", FailureClass.Planned), ("d1", FailureClass.Planned)], Failures(summary));
        Assert.Equal((2, 0), (summary.FilesDone, summary.Deleted));
        Assert.Equal(0, _peer.CountOf("DELE") + _peer.CountOf("RMD"));
        Assert.Contains("old", _peer.Files.Keys);
        Assert.Equal(["d0/new", "d2/new"], _peer.Files.Keys.Where(path => path.EndsWith("/new", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_goes_away_for_good_during_the_listings_ends_the_plan_and_deletes_nothing(bool isSource)
    {
        FillServer(directories: 6);
        for (var i = 0; i < 6; i++) await RunSetup.WriteAsync(_here, $"d{i}/old", "gone from the source, or new");
        var isAway = false;
        _peer.IsAway = () => Volatile.Read(ref isAway);
        _peer.Fault = command =>
        {
            if (command is not { Verb: "MLSD", Argument: "d3" }) return null;
            Volatile.Write(ref isAway, true);
            return new PeerFault { CutsControl = true };
        };
        await using var there = _peer.Side();
        var here = RunSetup.Side(_here, "here");

        var (events, summary) = isSource ? await RunAsync(there, here) : await RunAsync(here, there);

        Assert.False(summary.IsComplete);
        Assert.Equal((FailureClass.Transient, 0), (summary.PlanFailure?.Class, summary.Deleted));
        Assert.StartsWith("SL-NET-", summary.PlanFailure!.Code, StringComparison.Ordinal);
        Assert.All(summary.Failures, failure => Assert.Equal(FailureClass.Transient, failure.Class));
        Assert.Equal(0, _peer.CountOf("DELE") + _peer.CountOf("RMD"));
        Assert.DoesNotContain(events.OfType<StepPlanned>(), planned => planned.Step.Action is StepAction.Delete or StepAction.DeleteDirectory);
        Assert.Equal(6, (await FilesHereAsync()).Count(path => path.EndsWith("/old", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_restarts_during_the_listings_is_waited_for_and_then_the_deletions_are_made()
    {
        FillServer(directories: 6);
        await RunSetup.WriteAsync(_here, "d5/old", "gone from the source");
        var back = DateTimeOffset.MinValue;
        _peer.IsAway = () => _time.GetUtcNow() < back;
        _peer.Fault = command =>
        {
            if (command is not { Verb: "MLSD", Argument: "d3" } || back != DateTimeOffset.MinValue) return null;
            back = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
            return new PeerFault { CutsControl = true };
        };
        await using var source = _peer.Side();

        // The clock runs ahead of a machine that is held up: the minutes of an outage would be over in a third of a second.
        var (_, summary) = await RunAsync(source, RunSetup.Side(_here, "here"), new RetryPolicy { Outage = TimeSpan.FromDays(1) });

        Assert.True(summary.IsComplete, Describe(summary));
        Assert.Equal((12, 1), (summary.FilesDone, summary.Deleted));
        Assert.Equal(_peer.Files.Keys.Order(StringComparer.Ordinal), await FilesHereAsync());
    }

    private static PeerFault FaultOf(string how) => how switch
    {
        "the connection ends instead of a reply" => new PeerFault { CutsControl = true, CutDataAt = 0 },
        "the connection ends while the listing is on its way" => new PeerFault { CutsControlBeforeData = true, CutDataAt = 20 },
        "the listing is cut" => new PeerFault { CutDataAt = 20 },
        "451 after the listing" => new PeerFault { Final = "451 Disk." },
        "450 instead of it" => new PeerFault { Reply = "450 Busy." },
        _ => new PeerFault { Reply = "550 No." },
    };

    private static Func<PeerCommand, PeerFault?> AtTheListingOf(string directory, PeerFault fault, bool once)
    {
        var count = 0;
        return command => command.Verb == "MLSD" && command.Argument == directory && (Interlocked.Increment(ref count) == 1 || !once) ? fault : null;
    }

    private static string Describe(TransferRunSummary summary) => string.Join('\n', summary.Failures.Append(summary.PlanFailure));

    private static List<(string, FailureClass)> Failures(TransferRunSummary summary) =>
        [.. summary.Failures.Select(failure => (failure.Path.IsTop ? "." : failure.Path.ToString(), failure.Class)).Order()];

    // Two files in each directory.
    private void FillServer(int directories)
    {
        for (var i = 0; i < directories; i++)
        {
            _peer.Files[$"d{i}/a"] = [1, 2, (byte)i];
            _peer.Files[$"d{i}/b"] = [3, 4, (byte)i];
        }
    }

    private async Task<IEnumerable<string>> FilesHereAsync() => (await RunSetup.TreeAsync(_here)).Where(entry => entry.Value is not null).Select(entry => entry.Key);

    private async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> RunAsync(TransferSide source, TransferSide target, RetryPolicy? retry = null)
    {
        var plan = new TransferPlan(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None, TimeProvider = _time });
        var runner = new TransferRunner(plan, new TransferRunOptions { TimeProvider = _time, Retry = retry ?? AtOnce });
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clock = AdvanceAsync(isOver.Token);
        var result = await RunSetup.RunAsync(runner);
        await isOver.CancelAsync();
        await clock;
        return result;
    }

    // The pauses between two tries pass as fast as the machine allows.
    private async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
