using System.Globalization;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>Lays a picture's rows out and writes them as SVG elements.</summary>
internal sealed class SvgSheet
{
    public const int Width = 960;

    private const int LineHeight = 17;
    private const int TitleLineHeight = 20;
    private const double TitleCharWidth = 9.1;
    private const int Pad = 7;
    private const int Left = 96;
    private const int Right = Width - 24;
    private const int Inset = 34;
    private const int MaxDepth = 5;
    private const double CharWidth = 7.25;

    private readonly List<SvgRow> _rows = [];
    private readonly IReadOnlyList<string> _title;
    private readonly IReadOnlyList<string> _client;
    private readonly IReadOnlyList<string> _server;

    public SvgSheet(TimelinePicture picture)
    {
        _title = picture.Title is { } title ? DisplayWidth.Wrap(title, (int)((Right - Left) / TitleCharWidth)) : [];
        (_client, _server) = (Address(picture.Client), Address(picture.Server));
        var y = 0;
        foreach (var row in picture.Rows)
        {
            var lines = Lines(row);
            var height = (lines.Count * LineHeight) + (row is ArrowRow ? Pad + 4 : 2 * Pad);
            _rows.Add(new SvgRow(row, y, height, lines));
            y += height;
        }

        Height = y;
    }

    /// <summary>The height of all rows.</summary>
    public int Height { get; }

    /// <summary>The height of the title, 24 where there is none.</summary>
    public int TitleHeight => 4 + (TitleLineHeight * Math.Max(1, _title.Count));

    /// <summary>The height of title and names.</summary>
    public int HeadHeight => TitleHeight + 33 + (LineHeight * Math.Max(1, Math.Max(_client.Count, _server.Count)));

    /// <summary>Where a row begins; the number of rows is where the last one ends.</summary>
    public int Top(int row) => row == _rows.Count ? Height : _rows[row].Y;

    /// <summary>Cuts the rows into pieces that are not higher than this, unless one row is: the first row of each and the one after its last.</summary>
    public IEnumerable<(int First, int Next)> Cut(int height)
    {
        for (var first = 0; first < _rows.Count;)
        {
            var next = first + 1;
            while (next < _rows.Count && Top(next + 1) - Top(first) <= height) next++;
            yield return (first, next);
            first = next;
        }
    }

    /// <summary>The names of the two sides.</summary>
    public void WriteHead(TextWriter writer, bool withTitle = true)
    {
        var y = TitleHeight + 22;
        if (withTitle) WriteLines("end", Left, 18, TitleLineHeight, _title);
        Text(writer, "end", Left, y, "client");
        Text(writer, "net mid", (Left + Right) / 2.0, y, "~ the internet ~");
        Text(writer, "end right", Right, y, "server");
        WriteLines("address", Left, y + 18, LineHeight, _client);
        WriteLines("address right", Right, y + 18, LineHeight, _server);

        void WriteLines(string kind, double x, double top, int height, IReadOnlyList<string> lines)
        {
            for (var i = 0; i < lines.Count; i++) Text(writer, kind, x, top + (i * height), lines[i]);
        }
    }

    /// <summary>Some of the rows, with the life lines behind them.</summary>
    public void WriteRows(TextWriter writer, int first, int count)
    {
        for (var i = first; i < first + count; i++) WriteLanes(writer, _rows[i]);
        for (var i = first; i < first + count; i++) Write(writer, _rows[i]);
    }

    // A row belongs to one connection. The others that are open pass behind it: their boxes have a gap there, so that no words of one stand in
    // the box of another, and their life lines are dotted.
    private static void WriteLanes(TextWriter writer, SvgRow row)
    {
        foreach (var lane in row.Row.Lanes)
        {
            var (from, to) = Span(lane);
            var (top, bottom) = Extent(row, lane);
            var isBehind = lane.Channel != 0 && (lane.Channel != row.Row.Channel || row.Row is BreakRow);
            if (lane.IsEncrypted && !isBehind)
            {
                var kind = lane.Channel == 0 ? "seal" : "seal data";
                writer.Write(F($"<rect class=\"{kind}\" data-channel=\"{lane.Channel}\" x=\"{from}\" y=\"{top}\" width=\"{to - from}\" height=\"{bottom - top}\"/>\n"));
            }

            var life = isBehind ? "life behind" : lane.IsEncrypted ? "life tls" : "life";
            writer.Write(F($"<path class=\"{life}\" d=\"M{from} {top}V{bottom}M{to} {top}V{bottom}\"/>\n"));
        }
    }

    // A connection's lines begin and end in the middle of the rows that say so.
    private static (int Top, int Bottom) Extent(SvgRow row, Lane lane)
    {
        var (top, bottom) = (row.Y, row.Y + row.Height);
        if (row.Row is not BarRow bar || bar.Channel != lane.Channel) return (top, bottom);
        var middle = row.Y + (row.Height / 2);
        return bar.Kind switch
        {
            BarKind.Failed when bar.Channel != 0 => (middle, middle),
            BarKind.Opened => (middle, bottom),
            BarKind.Closed or BarKind.Broken => (top, middle),
            _ => (top, bottom),
        };
    }

    private static void Write(TextWriter writer, SvgRow row)
    {
        writer.Write(F($"<g class=\"{Class(row.Row)}\" data-channel=\"{row.Row.Channel}\" data-event=\"{row.Row.Event}\">"));
        if (row.Row is ArrowRow or BarRow or RemarkRow { Kind: RemarkKind.Note or RemarkKind.Failure })
        {
            var seconds = row.Row.At.TotalSeconds;
            writer.Write(F($"<text class=\"time\" x=\"{Left - 14}\" y=\"{row.Y + Pad + 9}\">{seconds:0.000}</text>"));
        }

        switch (row.Row)
        {
            case ArrowRow arrow:
                WriteArrow(writer, row, arrow);
                break;
            case BarRow bar:
                WriteBar(writer, row, bar);
                break;
            case RemarkRow remark:
                WriteRemark(writer, row, remark);
                break;
            default:
                WriteBreak(writer, row);
                break;
        }

        writer.Write("</g>\n");
    }

    private static void WriteArrow(TextWriter writer, SvgRow row, ArrowRow arrow)
    {
        var (from, to) = Span(row.Row.Lane);
        var y = row.Y + row.Height - 4;
        var tip = arrow.FromClient ? to - 2 : from + 2;
        var (start, end, back) = arrow.FromClient ? (from, to - 9, -9) : (to, from + 9, 9);
        writer.Write(F($"<path class=\"arrow\" d=\"M{start} {y}H{end}\"/><path class=\"head\" d=\"M{tip} {y}l{back} -4.5v9z\"/>"));
        var block = row.Lines.Max(DisplayWidth.Of) * CharWidth;
        var (textFrom, textTo) = Span(Innermost(row.Row));
        var x = arrow.FromClient ? textFrom + 14 : textTo - 14 - block;
        for (var i = 0; i < row.Lines.Count; i++) Text(writer, "", x, row.Y + Pad + 6 + (i * LineHeight), row.Lines[i]);
    }

    private static void WriteBar(TextWriter writer, SvgRow row, BarRow bar)
    {
        var (from, to) = Span(row.Row.Lane);
        var y = row.Y + (row.Height / 2);
        var block = (row.Lines.Max(DisplayWidth.Of) * CharWidth) + 16;
        var middle = (from + to) / 2.0;
        writer.Write(F($"<path class=\"arrow\" d=\"M{from} {y}H{middle - (block / 2):0.#}M{middle + (block / 2):0.#} {y}H{to}\"/>"));
        if (bar.Channel != 0) WriteBranch(writer, row, bar, y);
        if (bar.Kind == BarKind.Opened && bar.Channel == 0)
            writer.Write(F($"<circle cx=\"{from}\" cy=\"{y}\" r=\"4\" class=\"dot\"/><circle cx=\"{to}\" cy=\"{y}\" r=\"4\" class=\"dot\"/>"));
        for (var i = 0; i < row.Lines.Count; i++) Text(writer, "mid", middle, row.Y + Pad + 13 + (i * LineHeight), row.Lines[i]);
    }

    // A data connection branches off from the control connection and joins it again.
    private static void WriteBranch(TextWriter writer, SvgRow row, BarRow bar, int y)
    {
        if (bar.Kind is not (BarKind.Opened or BarKind.Closed or BarKind.Broken or BarKind.Failed)) return;
        var (from, to) = Span(bar.Lane);
        var end = bar.Kind is BarKind.Opened or BarKind.Failed ? row.Y : row.Y + row.Height;
        writer.Write(F($"<path class=\"arrow\" d=\"M{Left} {end}L{from} {y}M{Right} {end}L{to} {y}\"/>"));
    }

    private static void WriteRemark(TextWriter writer, SvgRow row, RemarkRow remark)
    {
        var (from, to) = Span(Innermost(remark));
        if (remark.Kind == RemarkKind.Lesson)
            writer.Write(F($"<rect class=\"box\" x=\"{from + 10}\" y=\"{row.Y + 3}\" width=\"{to - from - 20}\" height=\"{row.Height - 6}\" rx=\"5\"/>"));
        for (var i = 0; i < row.Lines.Count; i++) Text(writer, "", from + 20, row.Y + Pad + 13 + (i * LineHeight), row.Lines[i]);
    }

    private static void WriteBreak(TextWriter writer, SvgRow row)
    {
        var middle = row.Y + (row.Height / 2);
        foreach (var lane in row.Row.Lanes)
        {
            var (from, to) = Span(lane);
            foreach (var x in new[] { from, to })
            {
                writer.Write(F($"<rect class=\"gap\" x=\"{x - 8}\" y=\"{middle - 5}\" width=\"16\" height=\"10\"/>"));
                writer.Write(F($"<path class=\"zig\" d=\"M{x - 8} {middle - 3}l5 -4l6 8l5 -4M{x - 8} {middle + 6}l5 -4l6 8l5 -4\"/>"));
            }
        }

        Text(writer, "mid", (Left + Right) / 2.0, middle + 5, row.Lines[0]);
    }

    private static void Text(TextWriter writer, string kind, double x, double y, string text)
    {
        if (text.Length == 0) return;
        var attribute = kind.Length == 0 ? "" : $" class=\"{kind}\"";
        writer.Write(F($"<text{attribute} x=\"{x:0.#}\" y=\"{y:0.#}\">") + Xml.Escape(text) + "</text>");
    }

    // Words stand inside of all connections that are open: their life lines would cut them.
    private static Lane Innermost(PictureRow row) => row.Lane with { Depth = row.Lanes.Max(static one => one.Depth) };

    private static IReadOnlyList<string> Address(string address) => address.Length == 0 ? [] : DisplayWidth.Wrap(address, (int)((Right - Left - 40) / 2 / CharWidth));

    private static IReadOnlyList<string> Lines(PictureRow row)
    {
        var (from, to) = Span(Innermost(row));
        var columns = (int)((to - from - 44) / CharWidth);
        return row switch
        {
            ArrowRow arrow => [.. arrow.Lines.SelectMany(line => DisplayWidth.Wrap(line, columns))],
            BarRow bar => DisplayWidth.Wrap(bar.Text, columns - 8),
            RemarkRow remark => DisplayWidth.Wrap(remark.Text, columns),
            BreakRow pause => [pause.Text],
            _ => throw new NotSupportedException($"A {row.GetType().Name} cannot be drawn."),
        };
    }

    private static (int From, int To) Span(Lane lane)
    {
        var inset = Inset * Math.Min(lane.Depth, MaxDepth);
        return (Left + inset, Right - inset);
    }

    private static string Class(PictureRow row) => row switch
    {
        ArrowRow arrow => arrow.Kind switch
        {
            ArrowKind.Command => "command",
            ArrowKind.Reply => "reply",
            ArrowKind.Handshake => "handshake",
            _ => "data",
        } + (arrow.IsBad ? " bad" : ""),
        BarRow bar => bar.Kind switch
        {
            BarKind.Secured => "bar secured",
            BarKind.Broken or BarKind.Cleared or BarKind.Failed => "bar broken",
            _ => "bar",
        },
        RemarkRow remark => remark.Kind switch
        {
            RemarkKind.Lesson => "lesson",
            RemarkKind.Fold => "fold",
            RemarkKind.Failure => "failure bad",
            _ => "note",
        },
        _ => "break",
    };

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record SvgRow(PictureRow Row, int Y, int Height, IReadOnlyList<string> Lines);
}
