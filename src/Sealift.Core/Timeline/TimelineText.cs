using System.Globalization;
using Sealift.Core.Timeline.Drawing;

namespace Sealift.Core.Timeline;

/// <summary>
/// Draws a timeline with characters: the client's life line on the left, the server's on the right, the internet between them,
/// time running down. A single line is clear text, a double one is encrypted; data connections branch off inside.
/// </summary>
public static class TimelineText
{
    private const int TimeWidth = 9;
    private const int Inset = 3;
    private const int Heads = 4;

    /// <summary>Draws a timeline.</summary>
    /// <param name="writer">Where the text goes. Nothing from a peer can act on a terminal: see <see cref="TerminalText"/>.</param>
    /// <param name="events">The events in their order.</param>
    /// <param name="drawing">What is drawn; the defaults of <see cref="TimelineDrawing"/> if <see langword="null"/>.</param>
    /// <param name="options">How; the defaults of <see cref="TimelineTextOptions"/> if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below <see cref="TimelineTextOptions.MinWidth"/>.</exception>
    public static void Write(
        TextWriter writer, IEnumerable<TimelineEvent> events, TimelineDrawing? drawing = null, TimelineTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(events);
        options ??= new TimelineTextOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, TimelineTextOptions.MinWidth, nameof(options));
        var page = new Page(writer, options);
        var picture = TimelinePicture.Create(events, drawing);
        page.WriteHead(picture);
        foreach (var row in picture.Rows) page.Write(row);
    }

    private sealed class Page(TextWriter writer, TimelineTextOptions options)
    {
        private const int Left = TimeWidth;

        private string _lastTime = "";

        private int Right => options.Width - 1;

        public void WriteHead(TimelinePicture picture)
        {
            if (picture.Title is { } title)
            {
                foreach (var part in DisplayWidth.Wrap(title, options.Width)) WriteWhole(part);
                writer.Write('\n');
            }

            WriteEnds("client", "~ the internet ~", "server");
            if (picture.Server.Length == 0) return;
            if (DisplayWidth.Of(picture.Client) + DisplayWidth.Of(picture.Server) + 2 <= Right - Left)
            {
                WriteEnds(picture.Client, "", picture.Server);
                return;
            }

            foreach (var part in DisplayWidth.Wrap(picture.Client, Right - Left)) WriteEnds(part, "", "");
            foreach (var part in DisplayWidth.Wrap(picture.Server, Right - Left)) WriteEnds("", "", part);
        }

        public void Write(PictureRow row)
        {
            switch (row)
            {
                case ArrowRow arrow:
                    WriteArrow(arrow);
                    break;
                case BarRow bar:
                    WriteBar(bar);
                    break;
                case RemarkRow remark:
                    WriteRemark(remark);
                    break;
                case BreakRow pause:
                    WriteBreak(pause);
                    break;
            }
        }

        private void WriteWhole(string text)
        {
            var line = Line();
            line.Put(0, text, TextStyle.Plain);
            line.WriteTo(writer, options);
        }

        private void WriteEnds(string left, string middle, string right)
        {
            var line = Line();
            line.Put(Left, left, TextStyle.Client);
            line.Put(Left + ((Right - Left - middle.Length) / 2), middle, TextStyle.Faint);
            line.Put(Right + 1 - DisplayWidth.Of(right), right, TextStyle.Server);
            line.WriteTo(writer, options);
        }

        private void WriteArrow(ArrowRow arrow)
        {
            var (from, to) = Span(arrow.Lane);
            var parts = arrow.Lines.SelectMany(line => DisplayWidth.Wrap(line, to - from - 1 - (2 * Heads))).ToList();
            var style = Style(arrow);
            for (var i = 0; i < parts.Count; i++)
            {
                var line = Row(arrow, i == 0);
                var isLast = i == parts.Count - 1;
                if (isLast) Shaft(line, arrow, from, to, style);
                var width = DisplayWidth.Of(parts[i]);
                // A text of several lines is set flush left, so that it reads as a text.
                var block = parts.Max(DisplayWidth.Of);
                var at = arrow.FromClient ? from + Heads : to - Heads + 1 - block;
                line.Put(at - 1, " " + parts[i] + (isLast || width < block ? " " : ""), style);
                line.WriteTo(writer, options);
            }
        }

        private static void Shaft(TextLine line, ArrowRow arrow, int from, int to, TextStyle style)
        {
            var (cell, toServer, toClient) = arrow.Kind switch
            {
                ArrowKind.Handshake => ("╌", "▷", "◁"),
                ArrowKind.Data => ("━", "▶", "◀"),
                _ => ("─", "▶", "◀"),
            };
            line.Fill(from + 1, to - 1, cell, style);
            if (arrow.FromClient) line.Put(to - 1, toServer, style);
            else line.Put(from + 1, toClient, style);
        }

        private void WriteBar(BarRow bar)
        {
            var (from, to) = Span(bar.Lane);
            var (left, right, cell, style) = bar.Kind switch
            {
                BarKind.Opened when bar.Channel == 0 => ("●", "●", "─", TextStyle.Plain),
                BarKind.Opened => ("┌", "┐", "─", TextStyle.Data),
                BarKind.Secured => ("╞", "╡", "═", TextStyle.Tls),
                BarKind.Cleared => ("╞", "╡", "─", TextStyle.Bad),
                BarKind.Closed => ("└", "┘", "─", bar.Channel == 0 ? TextStyle.Plain : TextStyle.Data),
                _ => ("✕", "✕", "─", TextStyle.Bad),
            };
            var parts = DisplayWidth.Wrap(bar.Text, to - from - 1 - (2 * Heads));
            for (var i = 0; i < parts.Count; i++)
            {
                var line = Row(bar, i == 0);
                if (i == 0)
                {
                    line.Fill(from + 1, to - 1, cell, style);
                    line.Put(from, left, style);
                    line.Put(to, right, style);
                }
                else if (bar.Kind is BarKind.Closed or BarKind.Broken)
                {
                    line.Fill(from, from, " ", style);
                    line.Fill(to, to, " ", style);
                }

                var room = to - from - 1 - DisplayWidth.Of(parts[i]) - 2;
                line.Put(from + 1 + (i == 0 ? room / 2 : Math.Min(room, Heads)), $" {parts[i]} ", style);
                line.WriteTo(writer, options);
            }
        }

        private void WriteRemark(RemarkRow remark)
        {
            // Connections that are open stand inside; their life lines would cut the words.
            var (from, to) = Span(remark.Lane with { Depth = remark.Lanes.Max(static lane => lane.Depth) });
            var (mark, style) = remark.Kind switch
            {
                RemarkKind.Lesson => ("› ", TextStyle.Lesson),
                RemarkKind.Failure => ("✕ ", TextStyle.Bad),
                RemarkKind.Fold => ("⋮ ", TextStyle.Faint),
                _ => ("* ", TextStyle.Plain),
            };
            var isFirst = true;
            foreach (var part in DisplayWidth.Wrap(remark.Text, to - from - 1 - (2 * Heads)))
            {
                var line = Row(remark, isFirst && remark.Kind is RemarkKind.Note or RemarkKind.Failure);
                line.Put(from + Heads - 1, (isFirst ? mark : "  ") + part, style);
                line.WriteTo(writer, options);
                isFirst = false;
            }
        }

        private void WriteBreak(BreakRow pause)
        {
            var line = Line();
            foreach (var lane in pause.Lanes)
            {
                var (from, to) = Span(lane);
                line.Put(from, "┊", TextStyle.Faint);
                line.Put(to, "┊", TextStyle.Faint);
            }

            var text = $" ≈ {pause.Text} ≈ ";
            line.Put(Left + ((Right - Left - DisplayWidth.Of(text)) / 2), text, TextStyle.Faint);
            line.WriteTo(writer, options);
        }

        private TextLine Line() => new(options.Width + 1);

        // A line with its time, where it differs from the one above, and all life lines.
        private TextLine Row(PictureRow row, bool isTimed)
        {
            var line = Line();
            var time = row.At.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            if (isTimed && time != _lastTime)
            {
                line.Put(Math.Max(0, TimeWidth - 2 - time.Length), time, TextStyle.Faint);
                _lastTime = time;
            }

            foreach (var lane in row.Lanes)
            {
                var (from, to) = Span(lane);
                var cell = lane.IsEncrypted ? "║" : "│";
                line.Put(from, cell, TextStyle.Faint);
                line.Put(to, cell, TextStyle.Faint);
            }

            return line;
        }

        private (int From, int To) Span(Lane lane)
        {
            var inset = Inset * Math.Min(lane.Depth, (Right - Left - 30) / (2 * Inset));
            return (Left + inset, Right - inset);
        }

        private static TextStyle Style(ArrowRow arrow) => arrow switch
        {
            { IsBad: true } => TextStyle.Bad,
            { Kind: ArrowKind.Handshake } => TextStyle.Tls,
            { Kind: ArrowKind.Data } => TextStyle.Data,
            { FromClient: true } => TextStyle.Client,
            _ => TextStyle.Server,
        };
    }
}
