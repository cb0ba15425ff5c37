namespace Sealift.Client.Data;

/// <summary>
/// The time limit on progress: armed for each wait, not for the whole. One timer serves a transfer, and the caller's token joins
/// it only when that token is another one. A transfer that the server has refused is not waited for at all.
/// </summary>
internal sealed class Stall(FtpClientOptions options, CancellationToken refused) : IDisposable
{
    private CancellationTokenSource? _timer;
    private CancellationTokenSource? _either;
    private CancellationToken _joined;
    private long _armedAt;

    /// <summary>A token for the next wait.</summary>
    public CancellationToken Arm(CancellationToken cancellationToken)
    {
        if (_timer is null or { IsCancellationRequested: true })
        {
            // None yet, or it ran out between two waits, while the caller was busy elsewhere.
            Dispose();
            _timer = new CancellationTokenSource(options.StallTimeout, options.TimeProvider);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, refused);
            _joined = CancellationToken.None;
            _armedAt = options.TimeProvider.GetTimestamp();
        }
        else if (options.TimeProvider.GetElapsedTime(_armedAt) > options.StallTimeout / 16)
        {
            // Moving the timer costs more than looking at the clock, so the limit is kept to a sixteenth.
            _timer.CancelAfter(options.StallTimeout);
            _armedAt = options.TimeProvider.GetTimestamp();
        }

        if (cancellationToken != _joined)
        {
            _either!.Dispose();
            _either = CancellationTokenSource.CreateLinkedTokenSource([_timer.Token, refused, cancellationToken]);
            _joined = cancellationToken;
        }

        return _either!.Token;
    }

    public void Dispose()
    {
        _either?.Dispose();
        _either = null;
        _timer?.Dispose();
        _timer = null;
    }
}
