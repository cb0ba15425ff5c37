using Microsoft.AspNetCore.Components;

namespace Sealift.App.Live;

/// <summary>A component that follows sources, and is drawn at most ten times a second however often they change; together with all others of its window.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>The shortest time between two drawings.</summary>
    public static readonly TimeSpan Interval = LivePulse.Interval;

    private readonly List<ILiveSource> _sources = [];
    private volatile bool _isDisposed;

    [Inject]
    protected TimeProvider Time { get; init; } = TimeProvider.System;

    [Inject]
    private LivePulse Pulse { get; init; } = default!;

    /// <summary>Lets the component look at its sources. What goes wrong is the window's error.</summary>
    internal async Task LookAsync()
    {
        // The component may have gone while this waited for its turn, and must not change the page that came after it.
        if (_isDisposed) return;
        try
        {
            await OnSourceChangedAsync();
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    /// <summary>Draws the component.</summary>
    internal void Redraw()
    {
        if (!_isDisposed) StateHasChanged();
    }

    /// <summary>Looks and draws, where nothing draws several components together.</summary>
    internal Task DrawAloneAsync() => InvokeAsync(async () =>
    {
        await LookAsync();
        Redraw();
    });

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
        _isDisposed = true;
        Pulse.Forget(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private void OnChanged() => Pulse.Ask(this);
}
