using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Sealift.App.Live;

namespace Sealift.App.Tests.Frame;

/// <summary>A component that counts how often it is drawn.</summary>
public sealed class Follower : LiveComponent
{
    [Parameter]
    public Ticking Source { get; set; } = default!;

    /// <summary>What its look at the source waits for.</summary>
    [Parameter]
    public Task Looking { get; set; } = Task.CompletedTask;

    public int Drawings { get; private set; }

    protected override void OnInitialized() => Follow(Source);

    protected override Task OnSourceChangedAsync() => Looking;

    protected override void BuildRenderTree(RenderTreeBuilder builder) => Drawings++;
}
