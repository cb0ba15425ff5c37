using CsCheck;
using Sealift.Core.Stores;
using Sealift.TestKit.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Tests.Running;

/// <summary>
/// Random trees, random faults at random places, several runs: at every moment each name of the target holds the old or the new content
/// (I1), what is called done is there (I2), and once the faults are over the trees are equal and nothing is left behind (I4, I5).
/// </summary>
public sealed class ConvergenceTests
{
    private const int FaultsOfRun = 40;

    private static readonly Gen<(string Name, int Size)> File = Gen.Select(
        Gen.OneOf<string>("a", "b/c", "b/d", "b/e/f", "g/h", "i", "j/k/l", "m", "n/o", "p q"), Gen.OneOf(Gen.Int[0, 200], Gen.Int[100_000, 400_000]));

    private static readonly Gen<(Dictionary<string, int> New, Dictionary<string, int> Old, uint Seed)> Case = Gen.Select(
        File.Array[1, 8], File.Array[0, 4], Gen.UInt, (files, old, seed) => (
            files.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Size, StringComparer.Ordinal),
            old.DistinctBy(file => file.Name).ToDictionary(file => file.Name, file => file.Size, StringComparer.Ordinal),
            seed));

    [Fact]
    public async Task Random_trees_converge_under_random_faults() =>
        await Case.SampleAsync(async sample => await CheckAsync(sample.New, sample.Old, sample.Seed), iter: 60, threads: 1);

    private static async Task CheckAsync(Dictionary<string, int> files, Dictionary<string, int> old, uint seed)
    {
        var (here, there) = (new MemoryFileStore(), new MemoryFileStore());
        var contents = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (name, size) in old) await WriteAsync(there, name, size, 1, contents);
        foreach (var (name, size) in files) await WriteAsync(here, name, size, 2, contents);
        var journal = new MemoryTransferJournal();
        var dice = new Dice(seed);
        var (source, target) = (new FaultStore(here), new FaultStore(there));
        Arm(source, dice);
        Arm(target, dice);

        for (var run = 0; run < 3; run++)
        {
            dice.Left = FaultsOfRun;
            var events = await RunAsync(source, target, journal);
            await AssertOldOrNewAsync(there, contents);
            foreach (var done in events.OfType<FileDone>())
                Assert.Equal(await RunSetup.ReadAsync(here, done.Step.Path.ToString()), await RunSetup.ReadAsync(there, done.Step.Path.ToString()));
        }

        dice.Left = 0;
        var last = await RunAsync(source, target, journal);
        Assert.True(Assert.IsType<RunFinished>(last[^1]).Summary.IsComplete, Describe(last));
        var expected = await RunSetup.TreeAsync(here);
        var actual = await RunSetup.TreeAsync(there);
        Assert.Equal(expected, actual);
    }

    private static async Task<List<TransferEvent>> RunAsync(FaultStore source, FaultStore target, MemoryTransferJournal journal)
    {
        var plan = new TransferPlan(
            RunSetup.Side(source, "source"),
            RunSetup.Side(target, "target"),
            new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None });
        var options = new TransferRunOptions
        {
            Sessions = 3,
            Journal = journal,
            Retry = new RetryPolicy { Attempts = 3, FirstPause = TimeSpan.Zero, LongestPause = TimeSpan.Zero, FullPause = TimeSpan.Zero },
        };
        List<TransferEvent> events = [];
        await foreach (var happened in new TransferRunner(plan, options).RunAsync(TestContext.Current.CancellationToken)) events.Add(happened);
        return events;
    }

    private static void Arm(FaultStore store, Dice dice)
    {
        store.Before = (operation, path, _) => operation == StoreOperation.List ? null : dice.Throw(path);
        store.After = (operation, path) => operation == StoreOperation.List ? null : dice.Throw(path, onlyLost: true);
    }

    private static async Task AssertOldOrNewAsync(MemoryFileStore store, Dictionary<string, HashSet<string>> contents)
    {
        foreach (var (name, hash) in await RunSetup.TreeAsync(store))
        {
            if (hash is null || name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal)) continue;
            Assert.Contains(hash, contents[name]);
        }
    }

    private static async Task WriteAsync(
        MemoryFileStore store, string name, int size, int version, Dictionary<string, HashSet<string>> contents)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 7) + (i >> 9) + (version * 101));
        await RunSetup.WriteAsync(store, name, content);
        if (!contents.TryGetValue(name, out var known)) contents[name] = known = new HashSet<string>(StringComparer.Ordinal);
        known.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content)));
    }

    private static string Describe(List<TransferEvent> events) =>
        string.Join('\n', ((RunFinished)events[^1]).Summary.Failures.Select(failure => failure.ToString()));
}
