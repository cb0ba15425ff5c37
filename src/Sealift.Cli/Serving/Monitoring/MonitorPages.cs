using System.Globalization;
using System.Text;
using System.Text.Json;
using Sealift.Cli.Tracing;
using Sealift.Core.Timeline;
using Sealift.Server;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>What the monitor shows.</summary>
internal sealed class MonitorPages(FtpServer server, PrometheusText metrics)
{
    private const string Index = "/metrics\n/healthz\n/sessions\n/sessions/ID\n/sessions/ID/timeline.txt (.svg, .html, .jsonl)";

    private static readonly MonitorReply NotFound = MonitorReply.Text("404 Not Found", "There is no such page; / lists them all.");

    /// <summary>Set when the server stops: whoever sends it clients should send them elsewhere.</summary>
    public bool IsStopping { get; set; }

    public MonitorReply Answer(string path) => path.Split('/')[1..] switch
    {
        [""] => MonitorReply.Text("200 OK", Index),
        ["metrics"] => MonitorReply.Ok("text/plain; version=0.0.4; charset=utf-8", metrics.Write()),
        ["healthz"] when IsStopping => MonitorReply.Text("503 Service Unavailable", "stopping"),
        ["healthz"] => MonitorReply.Text("200 OK", "ok"),
        ["sessions"] => MonitorReply.Ok("application/json", Sessions()),
        ["sessions", var id] when Find(id) is { } session => MonitorReply.Ok("application/json", SessionJson.Write(session)),
        ["sessions", var id, var name] when Find(id) is { Timeline: { } timeline } session => Timeline(name, session, timeline),
        _ => NotFound,
    };

    private string Sessions()
    {
        using var lines = new MemoryStream();
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            WriteAll(json, "sessions", server.Sessions);
            WriteAll(json, "ended", server.EndedSessions);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(lines.GetBuffer(), 0, (int)lines.Length) + "\n";
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<FtpSessionStatus> sessions)
    {
        json.WriteStartArray(name);
        foreach (var session in sessions) SessionJson.Write(json, session);
        json.WriteEndArray();
    }

    private static MonitorReply Timeline(string name, FtpSessionStatus session, SessionTimeline timeline)
    {
        var (format, type) = name switch
        {
            "timeline" or "timeline.txt" => (TraceFormat.Text, "text/plain; charset=utf-8"),
            "timeline.svg" => (TraceFormat.Svg, "image/svg+xml"),
            "timeline.html" => (TraceFormat.Html, "text/html; charset=utf-8"),
            "timeline.jsonl" => (TraceFormat.Json, "application/x-ndjson"),
            _ => (default, ""),
        };
        if (type.Length == 0) return NotFound;
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var recorded = new RecordedTimeline(timeline.Events, timeline.Dropped) { Title = $"Session {session.Id} of {session.Peer}" };
        new TracePicture(recorded, new TimelineDrawing(), isRedacted: false).Write(writer, format, new TimelineTextOptions());
        return MonitorReply.Ok(type, writer.ToString());
    }

    private FtpSessionStatus? Find(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? server.FindSession(number) : null;
}
