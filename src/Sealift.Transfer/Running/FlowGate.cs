namespace Sealift.Transfer.Running;

/// <summary>Every block of every file passes here: it stands still while the run is paused, and keeps to the rate limit.</summary>
internal sealed class FlowGate(TimeProvider timeProvider, RateLimit limit)
{
    // How long a block waits before it looks again whether the limit has changed.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(250);

    // What may be saved up while nobody takes anything.
    private const double BurstSeconds = 0.25;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _paused;
    private bool _isResuming;
    private volatile RateLimit _limit = limit;
    private double _tokens;
    private long _filledAt = timeProvider.GetTimestamp();

    /// <summary>The limit in force; another one counts from the next block on.</summary>
    public RateLimit Limit
    {
        get => _limit;
        set => _limit = value;
    }

    public bool IsPaused
    {
        get { lock (_lock) return _paused is not null; }
    }

    /// <summary>How large a block should be now, so that a low limit does not come in bursts.</summary>
    public int BlockSize(int largest) => Rate is { } rate ? (int)Math.Clamp(rate / 4, 4096, largest) : largest;

    private long? Rate => _limit.BytesPerSecond is null && _limit.Windows.Count == 0
        ? null
        : _limit.At(timeProvider.GetLocalNow().DateTime);

    /// <returns>False if it was paused already.</returns>
    public bool TryPause()
    {
        lock (_lock)
        {
            if (_paused is not null) return false;
            _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>The run is about to go on, and everything still stands: whoever gets true has to call <see cref="Resume"/>.</summary>
    /// <returns>False if it was not paused, or somebody else is about to let it go on.</returns>
    public bool TryBeginResume()
    {
        lock (_lock)
        {
            if (_paused is null || _isResuming) return false;
            return _isResuming = true;
        }
    }

    /// <summary>Lets the run go on.</summary>
    public void Resume()
    {
        TaskCompletionSource? paused;
        lock (_lock)
        {
            paused = _paused;
            _paused = null;
            _isResuming = false;
        }

        paused?.SetResult();
    }

    /// <summary>Waits while the run is paused.</summary>
    public async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? paused;
            lock (_lock) paused = _paused?.Task;
            if (paused is null) return;
            await paused.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets bytes pass that are about to move, or have just moved.</summary>
    public ValueTask PassAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_limit.BytesPerSecond is null && _limit.Windows.Count == 0 && Volatile.Read(ref _paused) is null) return ValueTask.CompletedTask;
        return WaitAsync(bytes, cancellationToken);
    }

    private async ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        await PassAsync(cancellationToken).ConfigureAwait(false);
        var isTaken = false;
        while (true)
        {
            TimeSpan nap;
            lock (_lock)
            {
                if (Rate is not { } rate) return;
                Fill(rate);
                if (!isTaken && (rate > 0 || _tokens >= bytes))
                {
                    // The block goes into debt, which is waited for; so a block larger than the burst passes, too.
                    _tokens -= bytes;
                    isTaken = true;
                }

                if (isTaken && _tokens >= 0) return;
                nap = rate > 0 ? TimeSpan.FromSeconds(-_tokens / rate) : LongestNap;
            }

            if (nap > LongestNap) nap = LongestNap;
            if (nap < TimeSpan.FromMilliseconds(1)) nap = TimeSpan.FromMilliseconds(1);
            await Task.Delay(nap, timeProvider, cancellationToken).ConfigureAwait(false);
            await PassAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Fill(long rate)
    {
        var now = timeProvider.GetTimestamp();
        _tokens = Math.Min(_tokens + (timeProvider.GetElapsedTime(_filledAt, now).TotalSeconds * rate), rate * BurstSeconds);
        _filledAt = now;
    }
}
