using Sealift.Core.Timeline;

namespace Sealift.Fuzz.Timeline;

/// <summary>Recorded timelines: refused in words, or read so that they are written the same, drawn in every form, and made anonymous.</summary>
internal sealed class TimelineTarget : FuzzTarget
{
    public override string Name => "timeline";

    public override IReadOnlyList<string> Words =>
        ["{\"format\":\"sealift-timeline\",\"version\":1,\"dropped\":0}\n", "\"at\":", "\"channel\":", "\"event\":\"reply\"", "\"event\":\"command\"", "\"event\":\"opened\"", "\"event\":\"secured\"", "\"event\":\"handshake\"", "\"event\":\"transferred\"", "\"event\":\"closed\"", "\"event\":\"note\"", "\"lines\":[", "\"certificates\":[{", "\"from\":\"client\"", "null", "true", "1e28", "-1", "9223372036854775807", "\\u001b", "\\ud800", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "\n", "}", "{"];

    // Drawn five times, each event with a line of its own.
    public override int MemoryPerByte => 60_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        RecordedTimeline recording;
        try
        {
            recording = TimelineJson.Read(new StringReader(FuzzText.Of(input)));
        }
        catch (FormatException e)
        {
            Claim.Holds(e.Message.Length > 0);
            return;
        }

        var written = Write(recording);
        var again = TimelineJson.Read(new StringReader(written));
        Claim.Holds(again.Events.Count == recording.Events.Count && again.Dropped == recording.Dropped && again.Title == recording.Title);

        // What is not carried, such as the argument of a secret command, is gone after one time.
        Claim.Same(written, Write(again));
        Draw(recording);
        Draw(TimelineRedaction.Apply(recording, "anna"));
    }

    private static string Write(RecordedTimeline recording)
    {
        using var writer = new StringWriter();
        TimelineJson.Write(writer, recording);
        return writer.ToString();
    }

    private static void Draw(RecordedTimeline recording)
    {
        var drawing = new TimelineDrawing { Title = recording.Title, Dropped = recording.Dropped };
        foreach (var draw in (Action<TextWriter>[])
        [
            writer => TimelineText.Write(writer, recording.Events, drawing),
            writer => TimelineSvg.Write(writer, recording.Events, drawing),
            writer => TimelineHtml.Write(writer, recording.Events, drawing),
            writer => TimelineMermaid.Write(writer, recording.Events, drawing),
        ])
        {
            using var writer = new StringWriter { NewLine = "\n" };
            draw(writer);
            Claim.Holds(FuzzText.IsHarmless(writer.ToString(), mayHaveLines: true));
        }

        Claim.Holds(recording.Events.All(static one => FuzzText.IsHarmless(TimelineSheet.Describe(one), mayHaveLines: true)));
    }
}
