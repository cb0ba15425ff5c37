using System.Diagnostics.Metrics;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Server.Telemetry;

/// <summary>Counts what happens, for whoever listens to the meter. Each instrument is described in docs/telemetry.md, which a test compares.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly bool _isOwn;
    private readonly Histogram<double> _sessions;
    private readonly Histogram<double> _transfers;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _handshakes;
    private readonly Counter<long> _logins;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _refusedCommands;

    public ServerMetrics(IMeterFactory? factory, ServerTelemetry server)
    {
        var options = new MeterOptions(FtpServerTelemetry.MeterName);
        _isOwn = factory is null;
        _meter = factory is null ? new Meter(options) : factory.Create(options);
        _sessions = _meter.CreateHistogram<double>(
            "ftp.server.session.duration", "s", "How long sessions were there.", advice: Seconds(1, 5, 15, 60, 300, 900, 3600, 14400));
        _transfers = _meter.CreateHistogram<double>(
            "ftp.server.transfer.duration", "s", "How long transfers took, from 150 to the last reply.", advice: Seconds(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800));
        _refused = _meter.CreateCounter<long>("ftp.server.connections.refused", "{connection}", "Connections refused because there are too many sessions.");
        _handshakes = _meter.CreateCounter<long>("ftp.server.handshakes", "{handshake}", "TLS handshakes of control connections.");
        _logins = _meter.CreateCounter<long>("ftp.server.logins", "{login}", "Logins, with their result.");
        _changes = _meter.CreateCounter<long>("ftp.server.changes", "{change}", "Files and directories changed other than by uploads.");
        _refusedCommands = _meter.CreateCounter<long>("ftp.server.commands.refused", "{command}", "Commands about files that were refused.");
        _meter.CreateObservableUpDownCounter("ftp.server.active_sessions", () => server.Sessions.Count, "{session}", "Sessions that are there.");
        _meter.CreateObservableUpDownCounter("ftp.server.active_transfers", () => server.Sessions.Transfers, "{transfer}", "Transfers that are running.");
        _meter.CreateObservableCounter("ftp.server.io", () => Bytes(server.Traffic), "By", "Bytes of files and listings, while they move.");
    }

    /// <summary>Whether anybody listens to what is made of events.</summary>
    public bool IsWanted => _sessions.Enabled || _transfers.Enabled || _refused.Enabled || _handshakes.Enabled
        || _logins.Enabled || _changes.Enabled || _refusedCommands.Enabled;

    public void Count(FtpServerEvent happened)
    {
        switch (happened)
        {
            case SessionEnded { Session: var session } ended:
                _sessions.Record(
                    ended.Duration.TotalSeconds,
                    new("ftp.tls.mode", session.IsImplicit ? "implicit" : "explicit"),
                    new("ftp.logged_in", session.User is not null));
                break;
            case TransferEnded ended:
                _transfers.Record(
                    ended.Duration.TotalSeconds,
                    new("ftp.command", ended.Verb),
                    new("ftp.transfer.kind", Words(ended.Kind)),
                    new("ftp.response.status_code", ended.Code));
                break;
            case ConnectionRefused:
                _refused.Add(1);
                break;
            case SessionSecured { Protection: var tls }:
                _handshakes.Add(1, new("tls.protocol.version", tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2"), new("tls.resumed", tls.IsResumed));
                break;
            case LoginSucceeded login:
                _logins.Add(1, new("ftp.login.result", "success"), new("ftp.login.method", login.IsByCertificate ? "certificate" : "password"));
                break;
            case LoginFailed:
                _logins.Add(1, new("ftp.login.result", "failure"), new("ftp.login.method", "password"));
                break;
            case FileChanged changed:
                _changes.Add(1, new KeyValuePair<string, object?>("ftp.command", changed.Verb));
                break;
            case CommandRefused refused:
                _refusedCommands.Add(1, new("ftp.command", refused.Verb), new("ftp.response.status_code", refused.Code));
                break;
            default:
                break;
        }
    }

    public void Dispose()
    {
        if (_isOwn) _meter.Dispose();
    }

    private static InstrumentAdvice<double> Seconds(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };

    private static IEnumerable<Measurement<long>> Bytes(Traffic traffic) =>
    [
        new(traffic.Sent, new KeyValuePair<string, object?>("network.io.direction", "transmit")),
        new(traffic.Received, new KeyValuePair<string, object?>("network.io.direction", "receive")),
    ];

    private static string Words(FtpTransferKind kind) => kind switch
    {
        FtpTransferKind.Upload => "upload",
        FtpTransferKind.Download => "download",
        _ => "listing",
    };
}
