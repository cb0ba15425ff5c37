namespace Sealift.Client;

/// <summary>A token that is cancelled by the caller's token or when time runs out, whichever is first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(limit, timeProvider);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Starts the time anew.</summary>
    public void Restart(TimeSpan limit) => _timer.CancelAfter(limit);

    /// <summary>Lets time pass without limit.</summary>
    public void Suspend() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
