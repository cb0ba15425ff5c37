using Microsoft.AspNetCore.Components;

namespace Sealift.App.Live;

/// <summary>A component that follows sources, and is drawn at most ten times a second however often they change.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>The shortest time between two drawings.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<ILiveSource> _sources = [];
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private DateTimeOffset _drawn = DateTimeOffset.MinValue;
    private bool _isDue;
    private bool _isDisposed;

    [Inject]
    protected TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Follows a source until the component goes.</summary>
    protected void Follow(ILiveSource source)
    {
        _sources.Add(source);
        source.Changed += OnChanged;
    }

    /// <summary>Stops following a source.</summary>
    protected void Unfollow(ILiveSource source)
    {
        source.Changed -= OnChanged;
        _sources.Remove(source);
    }

    /// <summary>Called before a drawing that a source has caused.</summary>
    protected virtual Task OnSourceChangedAsync() => Task.CompletedTask;

    /// <summary>Leaves the sources.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var source in _sources) source.Changed -= OnChanged;
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private void OnChanged()
    {
        lock (_lock)
        {
            if (_isDue || _isDisposed) return;
            _isDue = true;
            var wait = _drawn + Interval - Time.GetUtcNow();
            if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            _timer ??= Time.CreateTimer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDue = false;
            _drawn = Time.GetUtcNow();
        }

        _ = InvokeAsync(async () =>
        {
            try
            {
                await OnSourceChangedAsync();
                StateHasChanged();
            }
            catch (Exception e)
            {
                await DispatchExceptionAsync(e);
            }
        });
    }
}
