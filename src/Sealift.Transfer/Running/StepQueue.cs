using System.Diagnostics.CodeAnalysis;

namespace Sealift.Transfer.Running;

/// <summary>
/// The steps that can be done now, first come first served, and the count of those that are not done yet. The plan waits while it is
/// full; what is tried again goes in all the same.
/// </summary>
internal sealed class StepQueue(int capacity) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<FileJob> _ready = new();
    private readonly Queue<TaskCompletionSource<FileJob?>> _takers = new();
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private TaskCompletionSource? _idle;
    private long _outstanding;
    private bool _isComplete;

    /// <summary>Whether a step waits: whoever ends one now will have another at once.</summary>
    public bool HasMore
    {
        get { lock (_gate) return _ready.Count > 0; }
    }

    /// <summary>Waits until one more step may be known.</summary>
    public async ValueTask AwaitRoomAsync(CancellationToken cancellationToken) =>
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>One more step is to be done, though it may have to wait for another.</summary>
    public void Expect()
    {
        lock (_gate) _outstanding++;
    }

    /// <summary>A step can be done now.</summary>
    public void Add(FileJob job)
    {
        TaskCompletionSource<FileJob?>? taker;
        lock (_gate)
        {
            if (!_takers.TryDequeue(out taker)) _ready.Enqueue(job);
        }

        taker?.SetResult(job);
    }

    /// <summary>The next step, if one waits.</summary>
    public bool TryTake([NotNullWhen(true)] out FileJob? job)
    {
        lock (_gate) return _ready.TryDequeue(out job);
    }

    /// <summary>The next step, or null when there will be none.</summary>
    public async ValueTask<FileJob?> TakeAsync()
    {
        TaskCompletionSource<FileJob?> taker;
        lock (_gate)
        {
            if (_ready.TryDequeue(out var job)) return job;
            if (_isComplete && _outstanding == 0) return null;
            taker = new TaskCompletionSource<FileJob?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _takers.Enqueue(taker);
        }

        return await taker.Task.ConfigureAwait(false);
    }

    /// <summary>A step is done, or given up.</summary>
    public void Finish()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (--_outstanding == 0)
            {
                idle = _idle;
                _idle = null;
                DismissTakers();
            }
        }

        idle?.SetResult();
    }

    /// <summary>Waits until every step known so far is done.</summary>
    public Task AwaitIdleAsync()
    {
        lock (_gate)
        {
            if (_outstanding == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>There will be no further step.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            DismissTakers();
        }
    }

    /// <summary>A step that had to have room is out of the way.</summary>
    public void MakeRoom() => _room.Release();

    public void Dispose() => _room.Dispose();

    private void DismissTakers()
    {
        if (!_isComplete || _outstanding > 0) return;
        while (_takers.TryDequeue(out var taker)) taker.SetResult(null);
    }
}
