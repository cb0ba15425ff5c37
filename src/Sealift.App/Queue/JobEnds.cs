using System.Collections.Concurrent;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Tells when jobs of the queue have ended, whichever process runs them.</summary>
internal sealed class JobEnds(AppQueue queue, TimeProvider time)
{
    // The queue says when it has changed here; where another process runs it, it is looked at.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<TransferJob?>> _awaited = [];
    private readonly Lock _lock = new();
    private bool _isLooking;

    /// <summary>Waits until a job is done or has failed.</summary>
    /// <param name="id">Its number.</param>
    /// <returns>The job as it ended; null where it was removed from the queue.</returns>
    public Task<TransferJob?> WaitAsync(long id)
    {
        var end = _awaited.GetOrAdd(id, static _ => new TaskCompletionSource<TransferJob?>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            if (_isLooking) return end.Task;
            _isLooking = true;
        }

        _ = Task.Run(LookAsync);
        return end.Task;
    }

    private async Task LookAsync()
    {
        using var changed = new SemaphoreSlim(0, 1);
        queue.Changed += OnChanged;
        try
        {
            while (true)
            {
                Look();
                lock (_lock)
                {
                    if (_awaited.IsEmpty)
                    {
                        _isLooking = false;
                        return;
                    }
                }

                await changed.WaitAsync(LookInterval);
                await Task.Delay(ShortestInterval, time);
            }
        }
        finally
        {
            queue.Changed -= OnChanged;
        }

        void OnChanged()
        {
            lock (_lock)
            {
                if (changed.CurrentCount == 0) changed.Release();
            }
        }
    }

    private void Look()
    {
        if (queue.Queue is not { } jobs) return;
        try
        {
            var all = jobs.List().ToDictionary(static job => job.Id);
            foreach (var (id, end) in _awaited)
            {
                var job = all.GetValueOrDefault(id);
                if (job is not null and not { State: JobState.Done or JobState.Failed }) continue;
                _awaited.TryRemove(id, out _);
                end.TrySetResult(job);
            }
        }
        catch (Transfer.State.StateException)
        {
            // The file is in use; it is looked at again.
            return;
        }
    }
}
