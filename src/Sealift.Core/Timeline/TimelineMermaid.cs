using System.Globalization;
using System.Text;
using Sealift.Core.Timeline.Drawing;

namespace Sealift.Core.Timeline;

/// <summary>Writes a timeline as a Mermaid sequence diagram, for wikis and issue trackers that draw them.</summary>
public static class TimelineMermaid
{
    /// <summary>Writes a timeline.</summary>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="drawing">What is drawn; the defaults of <see cref="TimelineDrawing"/> if <see langword="null"/>.</param>
    public static void Write(TextWriter writer, IEnumerable<TimelineEvent> events, TimelineDrawing? drawing = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(events);
        var picture = TimelinePicture.Create(events, drawing);
        if (picture.Title is { } title) writer.Write($"---\ntitle: \"{Quoted(title)}\"\n---\n");
        writer.Write("sequenceDiagram\n");
        writer.Write($"    participant C as {Escape(Named("client", picture.Client))}\n");
        writer.Write($"    participant S as {Escape(Named("server", picture.Server))}\n");
        foreach (var row in picture.Rows)
        {
            switch (row)
            {
                case ArrowRow arrow:
                    var (from, to) = arrow.FromClient ? ("C", "S") : ("S", "C");
                    var shaft = arrow.Kind is ArrowKind.Handshake ? "-->>" : arrow.IsBad ? "-x" : "->>";
                    writer.Write($"    {from}{shaft}{to}: {Prefix(row)}{string.Join("<br/>", arrow.Lines.Select(Escape))}\n");
                    break;
                case BarRow bar:
                    writer.Write($"    Note over C,S: {Prefix(row)}{Escape(bar.Text)}\n");
                    break;
                case RemarkRow remark:
                    writer.Write($"    Note over C,S: {Escape(remark.Text)}\n");
                    break;
                case BreakRow pause:
                    writer.Write($"    Note over C,S: … {Escape(pause.Text)} …\n");
                    break;
            }
        }
    }

    private static string Named(string side, string address) => address.Length == 0 ? side : $"{side} {address}";

    private static string Prefix(PictureRow row) =>
        row.Channel == 0 || row is BarRow { Kind: BarKind.Opened or BarKind.Failed } ? "" : string.Create(CultureInfo.InvariantCulture, $"[data {row.Channel}] ");

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // Mermaid reads entity codes between # and ; and takes words such as "end" and the characters below as its own grammar.
    private static string Escape(string text)
    {
        var output = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '#' or ';' or '<' or '>' or '&' or '"' or '%' or '{' or '}' or ':' or '`' or '\\')
                output.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            else
                output.Append(rune.ToString());
        }

        return output.ToString();
    }
}
