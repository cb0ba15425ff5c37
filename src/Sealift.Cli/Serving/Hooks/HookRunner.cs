using Microsoft.Extensions.Logging;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>Works on events for all hooks; each hook has its own queue and its own places, so that none waits for another.</summary>
internal sealed class HookRunner(ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _retired = [];
    private IReadOnlyList<HookQueue> _queues = [];
    private bool _hasEnded;

    /// <summary>Begins with these hooks, or goes on with them: what the hooks before them have waiting, they still do.</summary>
    public void Use(IReadOnlyList<Hook> hooks)
    {
        lock (_lock)
        {
            if (_hasEnded) return;
            _retired.RemoveAll(task => task.IsCompletedSuccessfully);
            _retired.AddRange(_queues.Select(queue => queue.FinishAsync()));
            _queues = [.. hooks.Select(hook => new HookQueue(hook, logger, time, _ending.Token))];
        }
    }

    /// <summary>Takes an event; never waits.</summary>
    public void Take(FtpServerEvent happened)
    {
        lock (_lock)
        {
            // Under the lock: a queue that is replaced takes no more, and its event would be lost.
            foreach (var queue in _queues) queue.Take(happened);
        }
    }

    /// <summary>Takes no more events, and works on those that wait, for a while; what runs then is killed.</summary>
    public async Task FinishAsync(TimeSpan longest)
    {
        _ending.CancelAfter(longest);
        await FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await FinishAsync();
        _ending.Dispose();
    }

    private Task FinishAsync()
    {
        lock (_lock)
        {
            _hasEnded = true;
            return Task.WhenAll([.. _retired, .. _queues.Select(queue => queue.FinishAsync())]);
        }
    }
}
