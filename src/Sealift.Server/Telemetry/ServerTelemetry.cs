using Sealift.Server.Events;

namespace Sealift.Server.Telemetry;

/// <summary>What tells others about the server: the feed of events, metrics, and the sessions as they are.</summary>
internal sealed class ServerTelemetry : IDisposable
{
    private readonly FtpServerOptions _options;
    private readonly ServerMetrics _metrics;

    public ServerTelemetry(FtpServerOptions options)
    {
        _options = options;
        Sessions = new SessionBook(options.KeptSessions);
        _metrics = new ServerMetrics(options.MeterFactory, this);
    }

    public SessionBook Sessions { get; }

    /// <summary>The bytes of all data connections so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>Whether anybody would hear of an event: if not, none is made.</summary>
    public bool IsWatched => _options.Listeners.Count > 0 || _metrics.IsWanted;

    public DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>Tells everybody. A listener that fails costs nobody else an event.</summary>
    public void Publish(FtpServerEvent happened)
    {
        _metrics.Count(happened);
        foreach (var listener in _options.Listeners)
        {
            try
            {
                listener(happened);
            }
            catch (Exception e)
            {
                ServerLog.ListenerFailed(_options.Logger, e, happened.GetType().Name);
            }
        }
    }

    public void Dispose() => _metrics.Dispose();
}
