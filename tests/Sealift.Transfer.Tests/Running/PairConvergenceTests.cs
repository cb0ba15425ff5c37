using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

/// <summary>
/// Any two kinds of sides, random trees and random faults below both (an operation refused, one whose answer is lost, a stream that is cut or
/// stands still, bytes that are lost without a word, a rename or a flush that fails): run again until all is done, and the trees are equal, nothing
/// was carried once too often, nothing is left behind, and no name ever had anything but a whole content (I1).
/// </summary>
public sealed class PairConvergenceTests : IDisposable
{
    private const int FaultsOfRun = 25;

    private static readonly Gen<(string Name, int Size)> File = Gen.Select(
        Gen.OneOf<string>("a", "b/c", "b/d", "b/e/f", "g", "h/i j"), Gen.OneOf(Gen.Int[0, 200], Gen.Int[100_000, 300_000]));

    private static readonly Gen<(Dictionary<string, int> New, Dictionary<string, int> Old, uint Seed)> Case = Gen.Select(
        File.Array[1, 6], File.Array[0, 3], Gen.UInt, (files, old, seed) => (
            files.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Size, StringComparer.Ordinal),
            old.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Size, StringComparer.Ordinal),
            seed));

    private readonly TestCertificates _certificates = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(SideKind.Local, SideKind.Local, 12)]
    [InlineData(SideKind.Local, SideKind.Memory, 12)]
    [InlineData(SideKind.Local, SideKind.Ftp, 5)]
    [InlineData(SideKind.Memory, SideKind.Local, 12)]
    [InlineData(SideKind.Memory, SideKind.Memory, 30)]
    [InlineData(SideKind.Memory, SideKind.Ftp, 5)]
    [InlineData(SideKind.Ftp, SideKind.Local, 5)]
    [InlineData(SideKind.Ftp, SideKind.Memory, 5)]
    [InlineData(SideKind.Ftp, SideKind.Ftp, 3)]
    public async Task Runs_that_are_repeated_make_both_trees_equal(SideKind source, SideKind target, int cases) =>
        await Case.SampleAsync(async sample => await CheckAsync(source, target, sample.New, sample.Old, sample.Seed), iter: cases, threads: 1);

    private async Task CheckAsync(SideKind sourceKind, SideKind targetKind, Dictionary<string, int> files, Dictionary<string, int> old, uint seed)
    {
        var contents = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await using var source = await RandomSide.StartAsync(sourceKind, contents, _certificates);
        await using var target = await RandomSide.StartAsync(targetKind, contents, _certificates);
        foreach (var (name, size) in old) await WriteAsync(target.Raw, name, size, 1, contents);
        foreach (var (name, size) in files) await WriteAsync(source.Raw, name, size, 2, contents);
        var journal = new MemoryTransferJournal();
        var dice = new Dice(seed);
        var time = new FakeTimeProvider();
        Arm(source, dice, time);
        Arm(target, dice, time);
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var clock = AdvanceAsync(time, isOver.Token);

        // Faults grow fewer, as those of a bad day do; the last run has none.
        for (var faults = FaultsOfRun; faults >= 0; faults = faults == 0 ? -1 : faults / 3)
        {
            dice.Left = faults;
            var events = await RunAsync(source, target, journal, time);
            dice.Left = 0;
            Assert.Empty(target.Watched.Violations);
            Assert.Distinct(events.OfType<FileDone>().Select(done => done.Step.Path));
            foreach (var done in events.OfType<FileDone>())
                Assert.Equal(await RunSetup.ReadAsync(source.Raw, done.Step.Path.ToString()), await RunSetup.ReadAsync(target.Raw, done.Step.Path.ToString()));
            if (faults == 0) Assert.True(Assert.IsType<RunFinished>(events[^1]).Summary.IsComplete, Describe(events));
        }

        Assert.Equal(await RunSetup.TreeAsync(source.Raw), await RunSetup.TreeAsync(target.Raw));
        var again = Assert.IsType<RunFinished>((await RunAsync(source, target, journal, time))[^1]).Summary;
        Assert.Equal((0L, (long)files.Count, 0L), (again.FilesDone, await CountFilesAsync(target.Raw), again.Deleted));
        await isOver.CancelAsync();
        await clock;
    }

    private static async Task<List<TransferEvent>> RunAsync(RandomSide source, RandomSide target, MemoryTransferJournal journal, FakeTimeProvider time)
    {
        await using var from = source.Open("source");
        await using var to = target.Open("target");
        var plan = new TransferPlan(from, to, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None });
        var options = new TransferRunOptions
        {
            Sessions = 3,
            Journal = journal,
            Retry = new RetryPolicy { Attempts = 3, FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero },
            SiteCopy = new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.RelayOnly },
            TimeProvider = time,
        };
        return (await RunSetup.RunAsync(new TransferRunner(plan, options))).Events;
    }

    private static void Arm(RandomSide side, Dice dice, FakeTimeProvider time)
    {
        var isServed = side.Kind == SideKind.Ftp;
        side.Faults.Before = (operation, path, _) => operation == StoreOperation.List ? null : Fault(path, onlyLost: false);
        side.Faults.After = (operation, path) => operation == StoreOperation.List ? null : Fault(path, onlyLost: true);
        side.Faults.Loses = path => dice.Happens(40);
        side.Faults.Pause = async (_, _, cancellationToken) =>
        {
            if (dice.Happens(30)) await Task.Delay(TimeSpan.FromSeconds(20), time, cancellationToken);
        };

        // A disk below a server does not know connections.
        Exception? Fault(FtpPath path, bool onlyLost) => dice.Throw(path, onlyLost) switch
        {
            FtpConnectionException when isServed => new FileStoreException(FileStoreError.Other, path),
            var fault => fault,
        };
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<long> CountFilesAsync(IFileStore store) => (await RunSetup.TreeAsync(store)).Values.Count(hash => hash is not null);

    private static async Task WriteAsync(IFileStore store, string name, int size, int version, Dictionary<string, HashSet<string>> contents)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 7) + (i >> 9) + (version * 101));
        await RunSetup.WriteAsync(store, name, content);
        await store.SetModifiedAsync(FtpPath.Parse(name), new DateTimeOffset(2020 + version, 3, 1, 12, 0, 0, TimeSpan.Zero), Cancellation);
        if (!contents.TryGetValue(name, out var known)) contents[name] = known = new HashSet<string>(StringComparer.Ordinal);
        known.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content)));
    }

    private static string Describe(List<TransferEvent> events)
    {
        var summary = ((RunFinished)events[^1]).Summary;
        return string.Join('\n', summary.Failures.Select(failure => failure.ToString()).Append(summary.PlanFailure?.ToString()));
    }
}
