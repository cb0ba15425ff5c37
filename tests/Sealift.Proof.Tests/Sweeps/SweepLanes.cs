using System.Collections.Concurrent;
using Sealift.TestKit;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>The lanes of the assembly; cases run on all of them at once.</summary>
public sealed class SweepLanes : IAsyncLifetime
{
    private const int Count = 16;

    private readonly TestCertificates _certificates = new();
    private readonly List<SweepLane> _lanes = [];
    private readonly List<SweepLane> _answered = [];

    /// <summary>The authority of the servers' certificates.</summary>
    internal TestCertificates Certificates => _certificates;

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Count; i++) _lanes.Add(await SweepLane.StartAsync(_certificates, answersAlone: true));
        for (var i = 0; i < Count; i++) _answered.Add(await SweepLane.StartAsync(_certificates, answersAlone: false));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Concat(_answered)) await lane.DisposeAsync();
        _certificates.Dispose();
    }

    /// <summary>The bytes of the first connection when nothing goes wrong.</summary>
    internal Task<(long ToServer, long ToClient)> MeasureAsync(SweepCase clean) => SweepRun.MeasureAsync(_lanes[0], clean, _certificates);

    /// <summary>Runs each case.</summary>
    internal async Task<IReadOnlyList<SweepResult>> RunAsync(IEnumerable<SweepCase> cases)
    {
        var results = new ConcurrentQueue<SweepResult>();
        await ForEachAsync(_lanes, cases, async (lane, one) => results.Enqueue(await SweepRun.RunAsync(lane, one, _certificates)));
        return [.. results];
    }

    /// <summary>The verbs of all commands of an operation when nothing goes wrong.</summary>
    internal Task<IReadOnlyList<string>> FindVerbsAsync(SweepOperation operation) => SweepRun.FindVerbsAsync(_answered[0], operation, _certificates);

    /// <summary>Runs each case.</summary>
    internal async Task<IReadOnlyList<SweepResult>> RunAsync(IEnumerable<RefusalCase> cases)
    {
        var results = new ConcurrentQueue<SweepResult>();
        await ForEachAsync(_answered, cases, async (lane, one) => results.Enqueue(await SweepRun.RunAsync(lane, one, _certificates)));
        return [.. results];
    }

    // Each lane takes the next case when it is free.
    private static async Task ForEachAsync<T>(List<SweepLane> lanes, IEnumerable<T> cases, Func<SweepLane, T, Task> run)
    {
        var left = new ConcurrentQueue<T>(cases);
        await Task.WhenAll(lanes.Select(lane => Task.Run(async () =>
        {
            while (left.TryDequeue(out var next))
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await run(lane, next);
            }
        })));
    }
}
