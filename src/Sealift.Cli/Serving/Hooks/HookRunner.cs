using Microsoft.Extensions.Logging;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>Works on events for all hooks; each hook has its own queue and its own places, so that none waits for another.</summary>
internal sealed class HookRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly IReadOnlyList<HookQueue> _queues;

    public HookRunner(IReadOnlyList<Hook> hooks, ILogger logger, TimeProvider time) =>
        _queues = [.. hooks.Select(hook => new HookQueue(hook, logger, time, _ending.Token))];

    /// <summary>Takes an event; never waits.</summary>
    public void Take(FtpServerEvent happened)
    {
        foreach (var queue in _queues) queue.Take(happened);
    }

    /// <summary>Takes no more events, and works on those that wait, for a while; what runs then is killed.</summary>
    public async Task FinishAsync(TimeSpan longest)
    {
        _ending.CancelAfter(longest);
        await Task.WhenAll(_queues.Select(queue => queue.FinishAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_queues.Select(queue => queue.FinishAsync()));
        _ending.Dispose();
    }
}
