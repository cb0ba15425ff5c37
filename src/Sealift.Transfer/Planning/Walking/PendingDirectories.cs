using System.Diagnostics.CodeAnalysis;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>
/// The directories that wait for somebody to look at them. The newest is taken first, so that no more wait than lie on the way down and
/// beside it.
/// </summary>
internal sealed class PendingDirectories : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<DirectoryVisit> _waiting = new();
    private readonly SemaphoreSlim _changed = new(0);
    private int _inWork;

    public void Add(DirectoryVisit visit)
    {
        lock (_lock) _waiting.Push(visit);
        _changed.Release();
    }

    /// <summary>Takes the next; null when all is done. What was taken is given back with <see cref="Done"/>.</summary>
    public async ValueTask<DirectoryVisit?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (TryTake(out var visit, out var isOver)) return visit;
            if (!isOver) continue;

            // The next one who waits is to see it too.
            _changed.Release();
            return null;
        }
    }

    public void Done()
    {
        var isOver = false;
        lock (_lock) isOver = --_inWork == 0 && _waiting.Count == 0;
        if (isOver) _changed.Release();
    }

    public void Dispose() => _changed.Dispose();

    private bool TryTake([NotNullWhen(true)] out DirectoryVisit? visit, out bool isOver)
    {
        lock (_lock)
        {
            var isTaken = _waiting.TryPop(out visit);
            if (isTaken) _inWork++;
            isOver = !isTaken && _inWork == 0;
            return isTaken;
        }
    }
}
