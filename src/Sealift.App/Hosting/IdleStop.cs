using Sealift.Cli.Apps;

namespace Sealift.App.Hosting;

/// <summary>Ends the app when nobody has looked at it for a while and nothing is being transferred.</summary>
/// <param name="settings">How long a while is.</param>
/// <param name="windows">Who looks.</param>
/// <param name="isTransferring">Whether something is being transferred.</param>
/// <param name="lifetime">What ends.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleStop(AppSettings settings, Windows windows, Func<bool> isTransferring, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A browser that has to start first is given more time than one that was closed.
    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(5);

    private ITimer? _timer;
    private bool _hasSeenWindow;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Grace is { } grace) _timer = time.CreateTimer(_ => Look(grace), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look(TimeSpan grace)
    {
        var absence = windows.Absence;
        _hasSeenWindow |= absence == TimeSpan.Zero;
        if (!isTransferring() && absence >= (_hasSeenWindow ? grace : FirstWindow)) lifetime.StopApplication();
    }
}
