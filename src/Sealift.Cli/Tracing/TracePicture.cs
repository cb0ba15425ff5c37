using System.Text;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Tracing;

/// <summary>One session to be drawn.</summary>
/// <param name="recorded">Its events, without what is to be taken out.</param>
/// <param name="drawing">What is drawn.</param>
/// <param name="isRedacted">Whether names and addresses were taken out.</param>
internal sealed class TracePicture(RecordedTimeline recorded, TimelineDrawing drawing, bool isRedacted)
{
    private readonly TimelineDrawing _drawing = drawing with { Title = recorded.Title, Dropped = recorded.Dropped };

    /// <summary>The session, where it is one of this process.</summary>
    public TracedSession? Session { get; init; }

    /// <summary>What is drawn.</summary>
    public RecordedTimeline Recorded => recorded;

    /// <summary>Whether names and addresses were taken out.</summary>
    public bool IsRedacted => isRedacted;

    public void Write(TextWriter writer, TraceFormat format, TimelineTextOptions text)
    {
        switch (format)
        {
            case TraceFormat.Svg:
                TimelineSvg.Write(writer, recorded.Events, _drawing);
                break;
            case TraceFormat.Html:
                TimelineHtml.Write(writer, recorded.Events, _drawing);
                break;
            case TraceFormat.Json:
                TimelineJson.Write(writer, recorded);
                break;
            case TraceFormat.Mermaid:
                TimelineMermaid.Write(writer, recorded.Events, _drawing);
                break;
            default:
                TimelineText.Write(writer, recorded.Events, _drawing, text);
                break;
        }
    }

    /// <summary>Writes a file, in the format of its ending.</summary>
    public async Task SaveAsync(string file)
    {
        await using var stream = Create(file);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Write(writer, TraceFormats.OfFile(file), new TimelineTextOptions());
    }

    /// <summary>A new file, which nobody else may read: names and addresses are in it.</summary>
    public static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }
}
