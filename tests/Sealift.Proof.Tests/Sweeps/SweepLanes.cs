using System.Collections.Concurrent;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>The lanes of the assembly, started when they are needed; cases run on all of one kind at once.</summary>
public sealed class SweepLanes : IAsyncDisposable
{
    private const int Count = 16;

    private readonly TestCertificates _certificates = new();
    private readonly Dictionary<LaneKind, List<SweepLane>> _lanes = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values.SelectMany(static lanes => lanes)) await lane.DisposeAsync();
        _turn.Dispose();
        _certificates.Dispose();
    }

    /// <summary>The bytes of the first connection when nothing goes wrong.</summary>
    internal async Task<(long ToServer, long ToClient)> MeasureAsync(SweepCase clean) =>
        await SweepRun.MeasureAsync((await LanesAsync(LaneKind.Of(clean)))[0], clean, _certificates);

    /// <summary>Runs each case.</summary>
    internal async Task<IReadOnlyList<SweepResult>> RunAsync(IEnumerable<SweepCase> cases)
    {
        var results = new ConcurrentQueue<SweepResult>();
        foreach (var alike in cases.GroupBy(LaneKind.Of).ToList())
            await ForEachAsync(await LanesAsync(alike.Key), alike, async (lane, one) => results.Enqueue(await SweepRun.RunAsync(lane, one, _certificates)));
        return [.. results];
    }

    /// <summary>The verbs of all commands of an operation when nothing goes wrong.</summary>
    internal async Task<IReadOnlyList<string>> FindVerbsAsync(SweepOperation operation, TlsBackend backend)
    {
        var clean = SweepRun.Answered(operation, backend);
        return await SweepRun.FindVerbsAsync((await LanesAsync(LaneKind.Of(clean)))[0], clean, _certificates);
    }

    /// <summary>Runs each case.</summary>
    internal async Task<IReadOnlyList<SweepResult>> RunAsync(IEnumerable<RefusalCase> cases)
    {
        var results = new ConcurrentQueue<SweepResult>();
        foreach (var alike in cases.GroupBy(static one => LaneKind.Of(SweepRun.Answered(one.Operation, one.Backend))).ToList())
            await ForEachAsync(await LanesAsync(alike.Key), alike, async (lane, one) => results.Enqueue(await SweepRun.RunAsync(lane, one, _certificates)));
        return [.. results];
    }

    private async Task<List<SweepLane>> LanesAsync(LaneKind kind)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_lanes.TryGetValue(kind, out var lanes)) _lanes[kind] = lanes = [];
            while (lanes.Count < Count) lanes.Add(await SweepLane.StartAsync(_certificates, kind));
            return lanes;
        }
        finally
        {
            _turn.Release();
        }
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
