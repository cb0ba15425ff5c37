using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Crashes;

/// <summary>
/// The real command, killed (SIGKILL) at random moments of a run of 500 files with segments and renames, again and again until a run comes to its
/// end. Afterwards both trees are equal, and nothing else is there.
/// </summary>
/// <remarks>200 kills where the machine is fast enough; a slow one makes as many as the time allows. Nothing depends on when a kill comes.</remarks>
[Trait("Fault", "F26")]
public sealed class CrashTests : IAsyncLifetime
{
    private const int Files = 500;
    private const int Kills = 100; // of each direction

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(75); // of each direction
    private static readonly Dictionary<string, string?> Password = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    private readonly TempDirectory _home = new(Memory);
    private readonly TempDirectory _tree = new(Memory);
    private FtpsServer? _server;

    // The moments are what is tested, not the disk.
    private static string? Memory => Directory.Exists("/dev/shm") ? "/dev/shm" : null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FtpsServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await FtpsServer.StartAsync();
        for (var i = 0; i < Files; i++)
        {
            // Mostly small ones, some that take several blocks, a few that travel in segments.
            var size = i % 100 == 7 ? 600_000 : i % 20 == 3 ? 70_000 : i % 50 == 9 ? 0 : 100 + (i * 7);
            var directory = Directory.CreateDirectory(_tree.Combine(string.Create(CultureInfo.InvariantCulture, $"d{i % 12}/e{i % 3}")));
            await File.WriteAllBytesAsync(Path.Combine(directory.FullName, string.Create(CultureInfo.InvariantCulture, $"file {i}.bin")), RandomNumberGenerator.GetBytes(size), Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _home.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task A_queue_that_is_killed_at_any_moment_of_uploads_goes_on_until_both_trees_are_equal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        await RepeatAsync(
            async round =>
            {
                var add = await SealiftRun.RunAsync(_home, ["queue", "add", _tree.Path, Server.Url($"up{round}"), .. Options], Password);
                Assert.True(add.ExitCode == 0, add.Error);
                return ["queue", "run"];
            },
            async round =>
            {
                AssertSame(_tree.Path, Server.Files.Combine($"up{round}"));
                var jobs = (await SealiftRun.RunAsync(_home, ["queue", "ls", "--all", "--json"], Password)).Json;
                Assert.Equal(round + 1, jobs.Count);
                Assert.All(jobs, job => Assert.Equal("done", job.GetProperty("state").GetString()));
                Directory.Delete(Server.Files.Combine($"up{round}"), recursive: true);
            });
    }

    [Fact]
    public async Task A_sync_that_is_killed_at_any_moment_of_downloads_goes_on_until_both_trees_are_equal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        CopyTree(_tree.Path, Server.Files.Combine("there"));
        await RepeatAsync(
            round => Task.FromResult<string[]>(["sync", Server.Url("there"), $"down{round}", .. Options]),
            round =>
            {
                AssertSame(_tree.Path, _home.Combine($"down{round}"));
                Directory.Delete(_home.Combine($"down{round}"), recursive: true);
                return Task.CompletedTask;
            });
    }

    private string[] Options => ["--sessions", "4", "--segments", "3", "--segment-size", "100k", "--ca", Server.AuthorityFile];

    private async Task RepeatAsync(Func<int, Task<string[]>> begin, Func<int, Task> check)
    {
        var kills = 0;
        var clock = Stopwatch.StartNew();
        var whole = TimeSpan.FromSeconds(3);
        for (var round = 0; kills < Kills && clock.Elapsed < Budget; round++)
        {
            var arguments = await begin(round);
            while (kills < Kills && clock.Elapsed < Budget && await KillAsync(arguments, whole)) kills++;

            // A kill meets the sessions of the run before it, but what is compared in the end is not under way any more.
            await Server.AwaitNoSessionAsync();
            var began = clock.Elapsed;
            var last = await SealiftRun.RunAsync(_home, arguments, Password);
            Assert.True(last.ExitCode == 0, $"after {kills} kills: exit code {last.ExitCode}\n{last.Error}");
            Assert.DoesNotContain("damaged", last.Error, StringComparison.Ordinal);
            await check(round);

            // What a whole run takes here and now is the measure of the moments; the first one began with nothing.
            if (round == 0) whole = clock.Elapsed - began + TimeSpan.FromSeconds(1);
        }

        TestContext.Current.SendDiagnosticMessage("{0} kills", kills);
        Assert.True(kills > 0, "No run was killed.");
    }

    // Whether the run was killed: it may have ended before.
    private async Task<bool> KillAsync(string[] arguments, TimeSpan whole)
    {
        await using var run = SealiftRun.Start(_home, arguments, Password);
        run.Input.Close();
        var moment = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)(whole.TotalMilliseconds * 0.6) + 1));
        if (await run.EndsWithinAsync(moment)) return false;
        run.Signal(9);
        return true;
    }

    private static void AssertSame(string expected, string actual)
    {
        var there = Look(actual);
        var here = Look(expected);
        Assert.Equal(here.Keys.Order(StringComparer.Ordinal), there.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(here, there);
    }

    // Every entry: the hash of a file, and whatever else is there, with hidden and unfinished ones.
    private static Dictionary<string, string> Look(string directory) => Directory
        .EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .ToDictionary(
            path => Path.GetRelativePath(directory, path),
            path => Directory.Exists(path) ? "directory" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static void CopyTree(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
