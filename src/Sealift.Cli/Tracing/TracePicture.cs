using System.Text;
using Sealift.Cli.Output;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Tracing;

/// <summary>One session to be drawn.</summary>
internal sealed class TracePicture
{
    private readonly TracedSession? _session;
    private readonly IReadOnlyList<TimelineEvent> _events;
    private readonly TimelineDrawing _drawing;
    private readonly bool _isRedacted;

    /// <summary>A session of this process.</summary>
    public TracePicture(TracedSession session, TimelineDrawing drawing, bool isRedacted)
        : this(session.Timeline.Events, drawing with { Dropped = session.Timeline.Dropped }, isRedacted, [session.Options.Host])
    {
        _session = session;
        if (!isRedacted) _drawing = _drawing with { Title = $"Session with {session.Options.Host} port {session.Port}" };
    }

    /// <summary>A recorded session.</summary>
    public TracePicture(IReadOnlyList<TimelineEvent> events, TimelineDrawing drawing, bool isRedacted, params IEnumerable<string> names)
    {
        _events = isRedacted ? TimelineRedaction.Apply(events, names) : events;
        _drawing = drawing;
        _isRedacted = isRedacted;
    }

    /// <summary>The number of its events.</summary>
    public int Events => _events.Count;

    public void Write(TextWriter writer, TraceFormat format, TimelineTextOptions text)
    {
        switch (format)
        {
            case TraceFormat.Svg:
                TimelineSvg.Write(writer, _events, _drawing);
                break;
            case TraceFormat.Html:
                TimelineHtml.Write(writer, _events, _drawing);
                break;
            case TraceFormat.Json:
                TimelineJson.Write(writer, _events, _drawing.Dropped);
                break;
            case TraceFormat.Mermaid:
                TimelineMermaid.Write(writer, _events, _drawing);
                break;
            default:
                TimelineText.Write(writer, _events, _drawing, text);
                break;
        }
    }

    /// <summary>Writes a file, in the format of its ending.</summary>
    public async Task SaveAsync(string file, Terminal terminal)
    {
        var format = TraceFormats.OfFile(file);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // Not for others: names and addresses are in it.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        if (format == TraceFormat.Bundle)
        {
            SupportBundle.Write(stream, this, _session, _isRedacted, terminal.Secrets);
        }
        else
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            Write(writer, format, new TimelineTextOptions());
        }

        terminal.WriteRemark($"the session's picture is in {file}");
    }
}
