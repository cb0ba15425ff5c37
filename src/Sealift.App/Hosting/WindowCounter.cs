using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Sealift.App.Hosting;

/// <summary>Counts the window that it belongs to, while it is connected.</summary>
internal sealed class WindowCounter(Windows windows) : CircuitHandler
{
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        windows.Add(1);
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        windows.Add(-1);
        return Task.CompletedTask;
    }
}
