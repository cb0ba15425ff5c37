using System.Runtime.InteropServices;
using Sealift.Cli.Tests.Runs;
using Sealift.Core.Stores;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>A job that is stopped while it runs: who did it, what waits, and how it goes on, is said where the queue is run.</summary>
public sealed class QueueStopTests : IDisposable
{
    private static readonly Dictionary<string, string?> Password = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_job_that_another_terminal_pauses_says_so_and_how_it_goes_on()
    {
        var (run, other) = await StopAsync("pause", "1");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("cancelled", run.Error, StringComparison.Ordinal);
        Assert.Matches("^paused: job 1, 1 (file waits|or more files wait); \"sealift queue resume 1\" lets it go on where it was\\.$", Assert.Single(LinesOf(run.Error)));
        Assert.Equal(("stopped", "paused"), End(run));
        Assert.Equal("paused", Assert.Single(other.Json).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_job_that_another_terminal_removes_says_so()
    {
        var (run, other) = await StopAsync("rm", "1");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("removed: job 1; what it had done stays done.", Assert.Single(LinesOf(run.Error)));
        Assert.Equal(("stopped", null), End(run));
        Assert.Empty(other.Json);
    }

    [Fact]
    public async Task Ctrl_C_says_what_waits_and_that_the_next_run_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        var (run, other) = await StopAsync();

        Assert.True(run.ExitCode == 130, run.Error);
        Assert.Matches("^sealift: cancelled: job 1, 1 (file waits|or more files wait); \"sealift queue run\" goes on where it was\\.$", LinesOf(run.Error)[0]);
        Assert.Equal(("stopped", "waiting"), End(run));
        Assert.Equal("waiting", Assert.Single(other.Json).GetProperty("state").GetString());
    }

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static (string?, string?) End(SealiftResult run)
    {
        var end = run.Json.Single(line => line.GetProperty("event").GetString() == "jobEnd");
        return (end.GetProperty("outcome").GetString(), end.GetProperty("state").GetString());
    }

    // Runs a job whose one file never ends, stops it by a command of the queue or else by Ctrl-C, and looks at the queue afterwards.
    private async Task<(SealiftResult Run, SealiftResult Listed)> StopAsync(params string[] command)
    {
        Directory.CreateDirectory(_files.Combine("in"));
        _files.Write("in/a", "x"u8);
        var store = new GatedStore(new LocalFileStore(_files.Path));
        await using var server = await FtpsServer.StartAsync(store);
        var added = await SealiftRun.RunAsync(_home, ["queue", "add", server.Url("in/"), "back", "--ca", server.AuthorityFile], Password);
        Assert.True(added.ExitCode == 0, added.Error);
        await using var run = SealiftRun.Start(_home, ["queue", "run", "--json"], Password);
        await store.Reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        if (command.Length == 0) run.Signal(PosixSignal.SIGINT);
        else Assert.Equal(0, (await SealiftRun.RunAsync(_home, ["queue", .. command])).ExitCode);

        return (await run.EndAsync(), await SealiftRun.RunAsync(_home, ["queue", "ls", "--json"]));
    }
}
