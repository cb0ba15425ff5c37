namespace Sealift.Server.Data;

/// <summary>Ends a transfer that is aborted, or that makes no progress for a time. One timer for all blocks.</summary>
internal sealed class ProgressWatch : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _abort;
    private readonly CancellationToken _aborted;
    private readonly TimeSpan _timeout;

    public ProgressWatch(TimeSpan timeout, TimeProvider time, CancellationToken aborted)
    {
        _timeout = timeout;
        _aborted = aborted;
        _source = new CancellationTokenSource(timeout, time);
        _abort = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the clock, not an abort.</summary>
    public bool HasStalled => _source.IsCancellationRequested && !_aborted.IsCancellationRequested;

    /// <summary>Told of the bytes that moved.</summary>
    public Action<int>? Moved { get; init; }

    /// <summary>Bytes moved: the time begins anew.</summary>
    public void Advance(int bytes)
    {
        Moved?.Invoke(bytes);
        _source.CancelAfter(_timeout);
    }

    public void Dispose()
    {
        _abort.Dispose();
        _source.Dispose();
    }
}
