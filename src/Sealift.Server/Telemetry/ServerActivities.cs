using System.Diagnostics;
using Sealift.Core;
using Sealift.Server.Events;
using Sealift.Server.Sessions;
using Sealift.Tls;

namespace Sealift.Server.Telemetry;

/// <summary>Sessions and transfers as activities (spans), for whoever listens; docs/telemetry.md describes them.</summary>
internal static class ServerActivities
{
    private static readonly ActivitySource Source = new(FtpServerTelemetry.ActivitySourceName);

    /// <summary>Begins one for a session; null where nobody listens.</summary>
    public static Activity? Begin(FtpSession session)
    {
        // Whatever program is around the server has nothing to do with its clients.
        Activity.Current = null;
        var activity = Source.StartActivity("ftp.session", ActivityKind.Server);
        return activity?
            .SetTag("ftp.session.id", session.Id)
            .SetTag("client.address", session.Peer.Address.ToString())
            .SetTag("client.port", session.Peer.Port)
            .SetTag("server.address", session.Local.Address.ToString())
            .SetTag("server.port", session.Local.Port)
            .SetTag("network.transport", "tcp");
    }

    /// <summary>Ends that of a session, before anybody is told that it ended.</summary>
    public static void End(Activity? activity, FtpSessionStatus session, string reason)
    {
        if (activity is null) return;
        if (session.User is { } user) activity.SetTag("user.name", user.Name);
        if (session.Protection is { } tls)
        {
            activity.SetTag("tls.protocol.name", "tls")
                .SetTag("tls.protocol.version", tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2")
                .SetTag("tls.cipher", tls.CipherSuite)
                .SetTag("tls.resumed", tls.IsResumed);
        }

        activity.SetTag("ftp.session.end", reason).Stop();
    }

    /// <summary>Begins one for a transfer, inside that of its session; null where nobody listens.</summary>
    public static Activity? BeginTransfer(string verb, FtpPath path) =>
        Source.StartActivity("ftp.transfer")?.SetTag("ftp.command", verb).SetTag("file.path", path.ToString());

    /// <summary>Ends that of a transfer, before anybody is told that it ended.</summary>
    public static void EndTransfer(Activity? activity, int code, long bytes)
    {
        if (activity is null) return;
        activity.SetTag("ftp.response.status_code", code).SetTag("ftp.transfer.size", bytes);
        if (code >= 400) activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        activity.Stop();
    }
}
