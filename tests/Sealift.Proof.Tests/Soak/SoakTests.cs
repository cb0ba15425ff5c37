using System.Diagnostics;
using Sealift.TestKit;

namespace Sealift.Proof.Tests.Soak;

/// <summary>
/// Clients of all kinds against "sealift serve", vsftpd and ProFTPD, while connections break and servers are killed. After each round nothing is lost,
/// and at the end nothing is held that was not held before. Two short rounds here; <c>eng/soak.sh</c> runs it for an hour.
/// </summary>
[Trait("Fault", "F25")]
public sealed class SoakTests(PeerServers peers) : IClassFixture<PeerServers>
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SessionsEnd = TimeSpan.FromMinutes(1);

    // How much of the time "sealift serve" is killed now and then; afterwards its memory is watched.
    private const double KillShare = 0.3;

    private readonly SoakTotals _totals = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_leaks_while_connections_break_and_servers_are_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It reads /proc.");
        var length = SoakLength.Read();
        var own = await OwnServer.StartAsync();
        List<SoakSite> sites = [new(own, length, _totals)];
        if (peers.Missing is null) sites.AddRange(new[] { PeerNames.Proftpd, PeerNames.VsftpdImplicit }.Select(name => new SoakSite(DebianServer.Start(peers, name), length, _totals)));
        EventHandler<UnobservedTaskExceptionEventArgs> unobserved = (_, one) => _totals.Violate($"nobody looked at a failure: {one.Exception}");
        TaskScheduler.UnobservedTaskException += unobserved;
        try
        {
            var samples = await RunAsync(sites, own, length);

            if (samples.Count > 1) SoakGrowth.Check(samples, _totals);
            var summary = samples.Count > 0 ? SoakPage.Write(samples, [.. sites.Select(static site => site.Server.Name)], _totals) : "";
            TestContext.Current.TestOutputHelper?.WriteLine(summary);
            if (Environment.GetEnvironmentVariable("SEALIFT_SOAK_RECORD") == "1") SoakPage.Keep(summary);
            Assert.True(_totals.Violations.Count == 0, string.Join('\n', _totals.Violations.Take(30)));
            Assert.True(_totals.Find("trees compared") >= samples.Count * sites.Count * 2, summary);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= unobserved;
            foreach (var site in sites) await site.DisposeAsync();
        }
    }

    private async Task<List<SoakSample>> RunAsync(List<SoakSite> sites, OwnServer own, SoakLength length)
    {
        List<SoakSample> samples = [];
        var watch = Stopwatch.StartNew();
        for (var round = 0; watch.Elapsed < length.Whole || round < 2; round++)
        {
            var isOwnTurn = watch.Elapsed < length.Whole * KillShare;
            var killed = sites[round % sites.Count].Server is OwnServer && !isOwnTurn ? sites[^1] : sites[round % sites.Count];
            if (!await WorkAsync(sites, killed, length.Round)) return samples;
            foreach (var site in sites) await site.Server.MendAsync(_totals, SessionsEnd, Cancellation);
            await Task.WhenAll(sites.Select(static site => site.VerifyAsync(Cancellation))).WaitAsync(HangGuard, Cancellation);
            foreach (var site in sites) await site.Server.MendAsync(_totals, SessionsEnd, Cancellation);
            own.LeavesParts = false;
            samples.Add(SoakSample.Take(watch.Elapsed, own.ProcessId));
            _totals.Add("rounds");
            if (length.IsLong) TestContext.Current.SendDiagnosticMessage($"{samples[^1]}; {_totals.Violations.Count} violations; {_totals.Violations.LastOrDefault()}");
        }

        if (own.Said.Length > 0) _totals.Violate($"the server complained: {own.Said}");
        return samples;
    }

    // Whether everybody went home.
    private async Task<bool> WorkAsync(List<SoakSite> sites, SoakSite killed, TimeSpan time)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        foreach (var site in sites) site.Server.Break(_totals);
        var working = Task.WhenAll(sites.Select(site => site.WorkAsync(round.Token)));
        await Task.WhenAny(working, Task.Delay(time / 2, Cancellation));
        await killed.Server.RestartAsync();
        _totals.Add($"kill -9 of {killed.Server.Name}");
        await Task.WhenAny(working, Task.Delay(time / 2, Cancellation));
        await round.CancelAsync();
        try
        {
            await working.WaitAsync(HangGuard, Cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            _totals.Violate($"somebody never came back, {HangGuard.TotalSeconds:0} s after the end of a round");
            return false;
        }
    }
}
