namespace Sealift.Tls;

/// <summary>The longest that a handshake may take, by the clock of its options, joined with the caller's own end.</summary>
internal sealed class HandshakeLimit : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public HandshakeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Begins anew: the wait before did not count.</summary>
    public void Restart(TimeSpan limit) => _timer.CancelAfter(limit);

    /// <summary>Stops counting until <see cref="Restart"/>.</summary>
    public void Suspend() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
