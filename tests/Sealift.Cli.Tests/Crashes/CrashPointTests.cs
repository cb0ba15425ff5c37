using System.Security.Cryptography;
using Sealift.Cli.Tests.Runs;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Stores;

namespace Sealift.Cli.Tests.Crashes;

/// <summary>
/// The real command, killed (SIGKILL) at chosen points of what it does: the server stands still there, so that nothing depends on who is faster. Then it is
/// run again, and must come to its end with both trees equal and nothing left over.
/// </summary>
[Trait("Fault", "F26")]
public sealed class CrashPointTests : IAsyncLifetime
{
    private const int Middle = 100_000;
    private const int Size = 400_000;

    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(120);
    private static readonly DateTime OldTime = new(2021, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Dictionary<string, string?> Password = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();
    private readonly byte[] _old = RandomNumberGenerator.GetBytes(Size / 2);
    private readonly byte[] _new = RandomNumberGenerator.GetBytes(Size);
    private HaltingStore? _store;
    private FtpsServer? _server;

    public static TheoryData<StoreOperation, bool, string, long> Uploads => new()
    {
        { StoreOperation.CreateDirectory, false, "d", 0 },
        { StoreOperation.CreateDirectory, true, "d", 0 },
        { StoreOperation.OpenWrite, false, LocalFileStore.PartSuffix, 0 },
        { StoreOperation.Write, true, LocalFileStore.PartSuffix, Middle },
        { StoreOperation.Complete, false, LocalFileStore.PartSuffix, Size },
        { StoreOperation.Complete, true, LocalFileStore.PartSuffix, Size },
        { StoreOperation.SetModified, true, LocalFileStore.PartSuffix, 0 },
        { StoreOperation.Move, false, "a", 0 },
        { StoreOperation.Move, true, "a", 0 },
        { StoreOperation.Delete, false, "gone", 0 },
        { StoreOperation.Delete, true, "gone", 0 },
    };

    public static TheoryData<StoreOperation, bool, long> Downloads => new()
    {
        { StoreOperation.OpenRead, false, 0 },
        { StoreOperation.Read, false, Middle },
        { StoreOperation.Read, true, Size },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FtpsServer Server => _server!;

    private HaltingStore Store => _store!;

    private string There => _files.Combine("there");

    private string Here => _home.Combine("here");

    public async ValueTask InitializeAsync()
    {
        _store = new HaltingStore(new LocalFileStore(_files.Path));
        _server = await FtpsServer.StartAsync(_store);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Point?.Release();
        await Server.DisposeAsync();
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task A_sync_upwards_that_is_killed_at_a_chosen_point_is_finished_by_the_next_run(StoreOperation operation, bool isAfter, string name, long at)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: Here, target: There);
        string[] arguments = ["sync", Here, Server.Url("there"), "--delete", "--delete-limit", "none", .. Options];

        await KillAtAsync(arguments, new HaltPoint(operation, isAfter, path => path.Name.EndsWith(name, StringComparison.Ordinal), At: at));
        AssertWhole(There);

        await FinishAsync(arguments);
        AssertSame(Here, There);
    }

    [Theory]
    [InlineData(StoreOperation.Complete, true, LocalFileStore.PartSuffix)]
    [InlineData(StoreOperation.Move, false, "a")]
    [InlineData(StoreOperation.Move, true, "a")]
    public async Task A_job_of_the_queue_that_is_killed_at_a_chosen_point_is_done_once(StoreOperation operation, bool isAfter, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: Here, target: There);
        File.Delete(Path.Combine(There, "gone"));
        await FinishAsync(["queue", "add", Here, Server.Url("there"), .. Options]);

        await KillAtAsync(["queue", "run"], new HaltPoint(operation, isAfter, path => path.Name.EndsWith(name, StringComparison.Ordinal)));
        AssertWhole(There);

        await FinishAsync(["queue", "run"]);
        AssertSame(Here, There);
        var job = Assert.Single((await FinishAsync(["queue", "ls", "--all", "--json"])).Json);
        Assert.Equal("done", job.GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task A_sync_downwards_that_is_killed_at_a_chosen_point_is_finished_by_the_next_run(StoreOperation operation, bool isAfter, long at)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: There, target: Here);
        string[] arguments = ["sync", Server.Url("there"), Here, "--delete", "--delete-limit", "none", .. Options];

        await KillAtAsync(arguments, new HaltPoint(operation, isAfter, IsA, At: at));
        AssertWhole(Here);

        await FinishAsync(arguments);
        AssertSame(There, Here);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // all segments are there, and have not become the file
    public async Task A_download_that_is_killed_between_its_last_byte_and_its_name_is_finished_by_the_next_run(bool inSegments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: There, target: Here);
        string[] segments = inSegments ? ["--segments", "3", "--segment-size", "100k"] : [];
        string[] arguments = ["sync", Server.Url("there"), Here, "--delete", "--delete-limit", "none", "--ca", Server.AuthorityFile, .. segments];
        var end = new HaltPoint(StoreOperation.Read, IsAfter: true, IsA);
        var lastLook = new HaltPoint(StoreOperation.Find, IsAfter: false, IsA);
        Store.Point = end;

        await using (var run = await ReachAsync(arguments, end))
        {
            Store.Point = lastLook;
            end.Release();
            await lastLook.Reached.WaitAsync(HangGuard, Cancellation);
            await KillAsync(run, lastLook);
        }

        AssertWhole(Here);
        Assert.Equal(_old, await File.ReadAllBytesAsync(Path.Combine(Here, "a"), Cancellation));
        await FinishAsync(arguments);
        AssertSame(There, Here);
    }

    [Fact]
    public async Task A_download_that_is_killed_in_its_second_segment_is_finished_by_the_next_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: There, target: Here);
        string[] arguments = ["sync", Server.Url("there"), Here, "--delete", "--delete-limit", "none", "--segments", "3", "--segment-size", "100k", "--ca", Server.AuthorityFile];

        await KillAtAsync(arguments, new HaltPoint(StoreOperation.OpenRead, IsAfter: false, IsA, At: 1));
        AssertWhole(Here);

        await FinishAsync(arguments);
        AssertSame(There, Here);
    }

    [Fact]
    public async Task A_download_that_is_killed_before_the_journal_has_heard_of_its_new_name_is_finished_by_the_next_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs SIGKILL.");
        Fill(source: There, target: Here);
        string[] arguments = ["sync", Server.Url("there"), Here, "--delete", "--delete-limit", "none", .. Options];
        var end = new HaltPoint(StoreOperation.Read, IsAfter: true, IsA);
        Store.Point = end;

        // Whoever holds the database makes the journal wait: the file gets its name, and the journal is killed over the record that says so.
        await using (var run = await ReachAsync(arguments, end))
        {
            using var hold = StateHold.Take(Path.Combine(_home.Path, ".local", "state", "sealift", "transfers.db"));
            end.Release();
            using var guard = new CancellationTokenSource(HangGuard);
            while (new FileInfo(Path.Combine(Here, "a")).Length != Size) await Task.Delay(1, guard.Token);
            await KillAsync(run, end);
        }

        AssertWhole(Here);
        Assert.Equal(_new, await File.ReadAllBytesAsync(Path.Combine(Here, "a"), Cancellation));
        await FinishAsync(arguments);
        AssertSame(There, Here);
    }

    // One after the other, so that there is one order.
    private string[] Options => ["--sessions", "1", "--ca", Server.AuthorityFile];

    private static bool IsA(FtpPath path) => path.Name == "a";

    private void Fill(string source, string target)
    {
        Directory.CreateDirectory(Path.Combine(source, "d"));
        Directory.CreateDirectory(target);
        File.WriteAllBytes(Path.Combine(source, "a"), _new);
        File.WriteAllBytes(Path.Combine(source, "d", "b"), RandomNumberGenerator.GetBytes(5000));
        File.WriteAllBytes(Path.Combine(target, "a"), _old);
        File.SetLastWriteTimeUtc(Path.Combine(target, "a"), OldTime);
        File.WriteAllBytes(Path.Combine(target, "gone"), RandomNumberGenerator.GetBytes(77));
    }

    private async Task KillAtAsync(string[] arguments, HaltPoint point)
    {
        Store.Point = point;
        await using var run = await ReachAsync(arguments, point);
        await KillAsync(run, point);
    }

    private async Task<SealiftRun> ReachAsync(string[] arguments, HaltPoint point)
    {
        var run = SealiftRun.Start(_home, arguments, Password);
        run.Input.Close();
        var ended = run.EndAsync();
        if (await Task.WhenAny(point.Reached, ended) == point.Reached) return run;
        var result = await ended;
        Assert.Fail($"The run ended before the point was reached: exit code {result.ExitCode}\n{result.Error}\n{result.Output}");
        return run;
    }

    // The server does what it was told as far as it still can; then nobody is there any more.
    private async Task KillAsync(SealiftRun run, HaltPoint point)
    {
        run.Signal(9);
        Assert.True(await run.EndsWithinAsync(HangGuard), "It was not killed.");
        Store.Point = null;
        point.Release();
        await Server.AwaitNoSessionAsync();
    }

    private async Task<SealiftResult> FinishAsync(string[] arguments)
    {
        var result = await SealiftRun.RunAsync(_home, arguments, Password);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Error}\n{result.Output}");
        return result;
    }

    // I1: the old content or the new one, whatever happened.
    private void AssertWhole(string directory)
    {
        var content = File.ReadAllBytes(Path.Combine(directory, "a"));
        Assert.True(content.AsSpan().SequenceEqual(_old) || content.AsSpan().SequenceEqual(_new), "The name holds neither the old nor the new content.");
    }

    private static void AssertSame(string expected, string actual) => Assert.Equal(Look(expected), Look(actual));

    // Every entry, with hidden and unfinished ones.
    private static SortedDictionary<string, string> Look(string directory) => new(
        Directory
            .EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(
                path => Path.GetRelativePath(directory, path),
                path => Directory.Exists(path) ? "directory" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
