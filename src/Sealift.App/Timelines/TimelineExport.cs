using System.Text;
using Sealift.App.Live;
using Sealift.Cli.Tracing;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.App.Timelines;

/// <summary>A session as a file to keep or to give away: without names and addresses unless they are asked for.</summary>
internal static class TimelineExport
{
    /// <summary>Where the files are: the number of the session, and its format as an ending.</summary>
    public const string Pattern = "/timelines/{number:long}.{format}";

    private static readonly Dictionary<string, (TraceFormat Format, string ContentType)> Formats = new(StringComparer.Ordinal)
    {
        ["svg"] = (TraceFormat.Svg, "image/svg+xml"),
        ["html"] = (TraceFormat.Html, "text/html"),
        ["txt"] = (TraceFormat.Text, "text/plain"),
        ["jsonl"] = (TraceFormat.Json, "application/jsonl"),
        ["mmd"] = (TraceFormat.Mermaid, "text/plain"),
        ["zip"] = (TraceFormat.Bundle, "application/zip"),
    };

    /// <summary>Where a session's file is.</summary>
    public static string Address(long number, string format, bool withNames, bool withNotes) =>
        $"timelines/{number}.{format}?names={(withNames ? "yes" : "no")}&notes={(withNotes ? "yes" : "no")}";

    /// <summary>Writes the file that was asked for.</summary>
    public static async Task WriteAsync(HttpContext context, SessionRecords records, long number, string format)
    {
        if (!Formats.TryGetValue(format, out var kind) || records.Find(number) is not { } record)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var picture = Draw(record, withNames: context.Request.Query["names"] == "yes", withNotes: context.Request.Query["notes"] != "no");
        var response = context.Response;
        response.ContentType = kind.Format == TraceFormat.Bundle ? kind.ContentType : $"{kind.ContentType}; charset=utf-8";

        // Saved, not shown: it is another document than this page.
        response.Headers.ContentDisposition = $"attachment; filename=\"session-{record.Number}.{format}\"";
        using var content = new MemoryStream();
        if (kind.Format == TraceFormat.Bundle)
        {
            SupportBundle.Write(content, [picture]);
        }
        else
        {
            await using var writer = new StreamWriter(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            picture.Write(writer, kind.Format, new TimelineTextOptions());
        }

        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), context.RequestAborted);
    }

    /// <summary>The picture of a session.</summary>
    public static TracePicture Draw(SessionRecord record, bool withNames, bool withNotes)
    {
        var recorded = new RecordedTimeline(record.Timeline.Events, record.Timeline.Dropped) { Title = $"Session with {TerminalText.Escape(record.Server)}" };
        if (!withNames) recorded = TimelineRedaction.Apply(recorded, record.Host);
        return new TracePicture(recorded, new TimelineDrawing { Lessons = withNotes }, !withNames);
    }
}
