namespace Sealift.Server.Data;

/// <summary>
/// Ends a transfer that is aborted, that makes no progress for a time, or whose client is slower on average than it may be. One timer for all
/// blocks.
/// </summary>
internal sealed class ProgressWatch : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _abort;
    private readonly CancellationToken _aborted;
    private readonly FtpServerLimits _limits;
    private readonly TimeProvider _time;
    private TimeSpan _waited;
    private long _bytesSince;

    public ProgressWatch(FtpServerLimits limits, TimeProvider time, CancellationToken aborted)
    {
        _limits = limits;
        _time = time;
        _aborted = aborted;
        _source = new CancellationTokenSource(limits.StallTimeout, time);
        _abort = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the clock, not an abort.</summary>
    public bool HasStalled => !IsTooSlow && _source.IsCancellationRequested && !_aborted.IsCancellationRequested;

    /// <summary>Whether the client was slower than it may be.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Told of the bytes that moved.</summary>
    public Action<int>? Moved { get; init; }

    /// <summary>The time now, for <see cref="Advance"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Bytes moved: the time begins anew.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="since">When the wait for the client began.</param>
    public void Advance(int bytes, long since)
    {
        Moved?.Invoke(bytes);
        _source.CancelAfter(_limits.StallTimeout);
        Count(bytes, _time.GetElapsedTime(since));
    }

    /// <summary>Waits for a reason of this server's own, which is not held against the client.</summary>
    public async ValueTask RestAsync(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero) return;
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        await Task.Delay(delay, _time, _source.Token).ConfigureAwait(false);
        _waited -= delay;
        _source.CancelAfter(_limits.StallTimeout);
    }

    public void Dispose()
    {
        _abort.Dispose();
        _source.Dispose();
    }

    private void Count(int bytes, TimeSpan waited)
    {
        _bytesSince += bytes;
        _waited += waited;
        if (_waited < _limits.MinTransferRateTime) return;
        if (_bytesSince < _limits.MinTransferRate * _waited.TotalSeconds)
        {
            IsTooSlow = true;
            _source.Cancel();
        }

        _waited = TimeSpan.Zero;
        _bytesSince = 0;
    }
}
