namespace Sealift.App.Live;

/// <summary>
/// The pulse of a window: everything in it that is due is drawn together, at most ten times a second, so that the browser gets one update for all. A beat that the browser
/// is slow to take delays the next one.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LivePulse(TimeProvider time) : IDisposable
{
    /// <summary>The shortest time between two beats.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<LiveComponent> _due = [];
    private LivePulseHost? _host;
    private ITimer? _timer;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private bool _isArmed;
    private bool _isDisposed;

    /// <summary>What draws several components as one update; without it each draws itself.</summary>
    public void Attach(LivePulseHost? host)
    {
        lock (_lock) _host = host;
    }

    /// <summary>A component is to be drawn with the next beat.</summary>
    public void Ask(LiveComponent component)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            if (!_due.Contains(component)) _due.Add(component);
            Arm();
        }
    }

    /// <summary>A component has gone.</summary>
    public void Forget(LiveComponent component)
    {
        lock (_lock) _due.Remove(component);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _due.Clear();
            _timer?.Dispose();
        }
    }

    private void Arm()
    {
        if (_isArmed || _isDisposed || _due.Count == 0) return;
        _isArmed = true;
        var wait = _last + Interval - time.GetUtcNow();
        _timer ??= time.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }

    private void Beat()
    {
        List<LiveComponent> due;
        LivePulseHost? host;
        lock (_lock)
        {
            _last = time.GetUtcNow();
            due = [.. _due];
            host = _host;
            _due.Clear();
        }

        _ = BeatAsync(host, due);
    }

    private async Task BeatAsync(LivePulseHost? host, List<LiveComponent> due)
    {
        try
        {
            if (host is not null) await host.DrawAsync(due);
            else foreach (var component in due) await component.DrawAloneAsync();
        }
        finally
        {
            lock (_lock)
            {
                _isArmed = false;
                Arm();
            }
        }
    }
}
