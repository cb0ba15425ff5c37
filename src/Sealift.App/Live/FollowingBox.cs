using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sealift.App.Live;

/// <summary>The scrolling box of a component, watched in the browser (<c>follow.js</c>).</summary>
internal sealed class FollowingBox : IAsyncDisposable
{
    private readonly IJSObjectReference _module;
    private readonly IJSObjectReference _watch;
    private readonly IDisposable _owner;

    private FollowingBox(IJSObjectReference module, IJSObjectReference watch, IDisposable owner)
    {
        _module = module;
        _watch = watch;
        _owner = owner;
    }

    /// <summary>Begins to watch a box.</summary>
    /// <param name="js">The browser.</param>
    /// <param name="box">The element that scrolls.</param>
    /// <param name="owner">Whose OnViewMoved and OnEventChosen are called.</param>
    /// <param name="isGone">Whether the owner has gone from the page meanwhile, and the box with it.</param>
    /// <returns>The box; null where it has gone before it could be watched.</returns>
    public static async Task<FollowingBox?> WatchAsync<TOwner>(IJSRuntime js, ElementReference box, TOwner owner, Func<bool> isGone)
        where TOwner : class
    {
        var module = await js.InvokeAsync<IJSObjectReference>("import", "./follow.js");
        if (isGone())
        {
            // The person went to another view while the script was loaded.
            await module.DisposeAsync();
            return null;
        }

        var reference = DotNetObjectReference.Create(owner);
        return new FollowingBox(module, await module.InvokeAsync<IJSObjectReference>("watch", box, reference), reference);
    }

    /// <summary>Scrolls to the end.</summary>
    public ValueTask ToEndAsync() => _watch.InvokeVoidAsync("toEnd");

    /// <summary>Scrolls so that a row is in view.</summary>
    public ValueTask ToRowAsync(int position, int height) => _watch.InvokeVoidAsync("toRow", position, height);

    /// <summary>Keeps keys from the browser's own handling, which the component handles; Ctrl+A and Ctrl+C too.</summary>
    public ValueTask KeepKeysAsync(params string[] keys) => _watch.InvokeVoidAsync("keepKeys", (object)keys);

    /// <summary>Puts text on the clipboard.</summary>
    public ValueTask CopyAsync(string text) => _module.InvokeVoidAsync("copy", text);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _watch.InvokeVoidAsync("dispose");
            await _watch.DisposeAsync();
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window has gone, and its box with it.
            return;
        }
        finally
        {
            _owner.Dispose();
        }
    }
}
