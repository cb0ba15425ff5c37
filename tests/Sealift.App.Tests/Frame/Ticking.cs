using Sealift.App.Live;

namespace Sealift.App.Tests.Frame;

/// <summary>A source that changes when a test says so.</summary>
public sealed class Ticking : ILiveSource
{
    public event Action? Changed;

    public void Change() => Changed?.Invoke();
}
