using Sealift.Core;
using Sealift.TestKit;
using Sealift.TestKit.Faults;
using Sealift.Tls;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>Carries one case out: the run with the fault, the look at what is there, the run without, and another look.</summary>
internal static class SweepRun
{
    private static readonly RetryPolicy Once = RetryPolicy.None with { Outage = TimeSpan.Zero };
    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero };
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(5);

    // Where nothing goes wrong no limit of the client may end anything, however busy the machine is.
    private static readonly SlowTime Unhurried = new(10);

    public static async Task<SweepResult> RunAsync(SweepLane lane, SweepCase @case, TestCertificates certificates)
    {
        await using var world = await SweepWorld.MakeAsync(@case, lane, certificates);
        var invariants = new Invariants(world);
        var isStruck = await RunFaultedAsync(lane, world, invariants);
        if (@case.SourceChangesMeanwhile) await world.ChangeSourceAsync();
        using var guard = new CancellationTokenSource(HangGuard);
        await invariants.CheckRepeatedAsync(await world.RunAsync(Unhurried, AtOnce, guard.Token));
        if (!await lane.QuietenAsync()) invariants.Add("I7", "the server did not end its sessions");
        return new SweepResult(@case.ToString(), isStruck, invariants.Violations);
    }

    public static async Task<SweepResult> RunAsync(SweepLane lane, RefusalCase @case, TestCertificates certificates)
    {
        await using var world = await SweepWorld.MakeAsync(Answered(@case.Operation, @case.Backend), lane, certificates);
        var invariants = new Invariants(world);
        var isStruck = false;
        lane.Replies.Fault = point =>
        {
            if (isStruck || point.Verb != @case.Verb) return null;
            isStruck = true;
            return new ReplyFault(@case.Reply + " This is no answer of the server's own.", @case.IsDone);
        };
        using var guard = new CancellationTokenSource(HangGuard);
        var outcome = await world.RunAsync(TimeProvider.System, @case.Retries ? AtOnce : Once, guard.Token);
        if (!await lane.QuietenAsync()) invariants.Add("I7", "the server did not end its sessions");
        await invariants.CheckRefusedAsync(outcome, @case);
        if (@case.IsOfLogin) world.ForgetServer();
        using var another = new CancellationTokenSource(HangGuard);
        await invariants.CheckRepeatedAsync(await world.RunAsync(Unhurried, AtOnce, another.Token));
        if (!await lane.QuietenAsync()) invariants.Add("I7", "the server did not end its sessions");
        return new SweepResult(@case.ToString(), isStruck, invariants.Violations);
    }

    /// <summary>The verbs of an operation when nothing goes wrong, with an empty one for the greeting.</summary>
    public static async Task<IReadOnlyList<string>> FindVerbsAsync(SweepLane lane, SweepCase clean, TestCertificates certificates)
    {
        await using var world = await SweepWorld.MakeAsync(clean, lane, certificates);
        using var guard = new CancellationTokenSource(HangGuard);
        var outcome = await world.RunAsync(Unhurried, AtOnce, guard.Token);
        Assert.True(outcome.IsSuccess, outcome.ToString());
        string[] verbs = [.. lane.Replies.Verbs.Order(StringComparer.Ordinal)];
        Assert.True(await lane.QuietenAsync(), "The server did not end its sessions.");
        return verbs;
    }

    /// <summary>A case in which nothing goes wrong but answers.</summary>
    public static SweepCase Answered(SweepOperation operation, TlsBackend backend) =>
        new(operation, FtpTlsMode.Explicit, Backends.Usual(backend), OnControl: true, Fault: null) { Backend = backend, IsAnswered = true };

    /// <summary>The bytes of both directions of the first connection when nothing goes wrong.</summary>
    public static async Task<(long ToServer, long ToClient)> MeasureAsync(SweepLane lane, SweepCase @case, TestCertificates certificates)
    {
        await using var world = await SweepWorld.MakeAsync(@case, lane, certificates);
        using var guard = new CancellationTokenSource(HangGuard);
        var outcome = await world.RunAsync(Unhurried, AtOnce, guard.Token);
        Assert.True(outcome.IsSuccess, outcome.ToString());
        var first = lane.Proxy.Connections.First(connection => connection.IsControl == @case.OnControl);
        var bytes = (first.BytesToServer, first.BytesToClient);
        Assert.True(await lane.QuietenAsync(), "The server did not end its sessions.");
        return bytes;
    }

    private static async Task<bool> RunFaultedAsync(SweepLane lane, SweepWorld world, Invariants invariants)
    {
        // A server that never greeted anybody and is silent may be none: that is for a user to decide. This one is known.
        if (world.Case is { OnControl: true, Fault.At: 0 }) await world.MeetAsync();
        FaultedConnection? broken = null;
        var hasCome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Proxy.Plan = connection =>
        {
            if (connection.IsControl != world.Case.OnControl || connection.Number != 1) return null;
            broken = connection;
            hasCome.SetResult();
            return world.Case.Fault;
        };
        var clock = new TestClock();
        using var guard = new CancellationTokenSource(HangGuard * 2);
        var running = world.RunAsync(clock, world.Case.Retries ? AtOnce : Once, guard.Token);

        // Time passes only once something went wrong and nothing moves: limits of the client end what never ends, and nothing else.
        // Where nothing is lost it need not pass at all.
        if (world.Case.Fault is null or { Kind: WireFaultKind.Delay or WireFaultKind.Shrink }) await Task.WhenAny(running, Task.Delay(HangGuard, CancellationToken.None));
        await Task.WhenAny(running, hasCome.Task);
        if (broken is not null) await Task.WhenAny(running, broken.Struck);
        try
        {
            await clock.PassUntilAsync(running, TimeSpan.FromHours(1), new Quiet(lane.Proxy).Look, HangGuard);
        }
        catch (TimeoutException)
        {
            invariants.Add("I7", "it never ended");
        }

        var isStruck = broken is { Struck.IsCompleted: true };
        if (!await lane.QuietenAsync()) invariants.Add("I7", "the server did not end its sessions");
        await guard.CancelAsync();
        var outcome = await running;
        if (invariants.Violations.Count == 0) await invariants.CheckFaultedAsync(outcome, world.Case.Fault?.Kind);
        return isStruck;
    }
}
