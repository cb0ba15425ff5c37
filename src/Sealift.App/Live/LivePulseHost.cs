using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Sealift.App.Live;

/// <summary>
/// Shows nothing, and draws what is due in a window. What asks to be drawn while another component is being drawn becomes part of the same update, so
/// it asks for the others in its own drawing.
/// </summary>
public sealed class LivePulseHost : ComponentBase, IDisposable
{
    private List<LiveComponent> _ready = [];

    [Inject]
    private LivePulse Pulse { get; init; } = default!;

    /// <inheritdoc/>
    public void Dispose() => Pulse.Attach(null);

    /// <summary>Lets components look at their sources, and draws them.</summary>
    internal Task DrawAsync(IReadOnlyList<LiveComponent> due) => InvokeAsync(() =>
    {
        foreach (var component in due)
        {
            var looking = component.LookAsync();
            if (looking.IsCompletedSuccessfully) _ready.Add(component);
            else _ = DrawLaterAsync(component, looking); // the others do not wait for it
        }

        StateHasChanged();
    });

    /// <inheritdoc/>
    protected override void OnInitialized() => Pulse.Attach(this);

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var ready = _ready;
        _ready = [];
        foreach (var component in ready) component.Redraw();
    }

    private async Task DrawLaterAsync(LiveComponent component, Task looking)
    {
        await looking;
        _ready.Add(component);
        StateHasChanged();
    }
}
