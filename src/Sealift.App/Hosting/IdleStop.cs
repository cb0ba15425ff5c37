using Sealift.App.Queue;
using Sealift.Cli.Apps;

namespace Sealift.App.Hosting;

/// <summary>Ends the app when nobody has looked at it for a while and nothing is being transferred.</summary>
internal sealed class IdleStop(AppSettings settings, Windows windows, AppQueue queue, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A browser that has to start first is given more time than one that was closed.
    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Grace is not { } grace) return;
        var seen = false;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var absence = windows.Absence;
            seen |= absence == TimeSpan.Zero;
            if (queue.IsTransferring || absence < (seen ? grace : FirstWindow)) continue;
            lifetime.StopApplication();
            return;
        }
    }
}
