using System.Text;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>One line of a text picture: cells that can be written in any order.</summary>
internal sealed class TextLine(int width)
{
    // The second column of a wide character.
    private const string Tail = "";

    private readonly string[] _cells = [.. Enumerable.Repeat(" ", width)];
    private readonly TextStyle[] _styles = new TextStyle[width];

    public void Put(int column, string text, TextStyle style)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = DisplayWidth.Of(rune);
            if (needed == 0 && column > 0)
            {
                _cells[column - 1] += rune.ToString();
                continue;
            }

            _cells[column] = rune.ToString();
            _styles[column] = style;
            if (needed == 2)
            {
                _cells[column + 1] = Tail;
                _styles[column + 1] = style;
            }

            column += needed;
        }
    }

    public void Fill(int from, int to, string cell, TextStyle style)
    {
        for (var column = from; column <= to; column++) Put(column, cell, style);
    }

    public void WriteTo(TextWriter writer, TimelineTextOptions options)
    {
        var end = width;
        while (end > 0 && _cells[end - 1] == " ") end--;
        var current = TextStyle.Plain;
        var line = new StringBuilder(end + 16);
        for (var column = 0; column < end; column++)
        {
            if (options.Colour && _styles[column] != current && _cells[column] != " ")
            {
                current = _styles[column];
                line.Append(Code(current));
            }

            line.Append(options.Ascii ? Ascii(_cells[column]) : _cells[column]);
        }

        if (current != TextStyle.Plain) line.Append(Code(TextStyle.Plain));
        writer.Write(line.Append('\n')); // a line feed and nothing else, on every system
    }

    private static string Code(TextStyle style) => style switch
    {
        TextStyle.Faint => "\x1b[0;90m",
        TextStyle.Client => "\x1b[0;36m",
        TextStyle.Server => "\x1b[0;32m",
        TextStyle.Tls => "\x1b[0;35m",
        TextStyle.Data => "\x1b[0;34m",
        TextStyle.Lesson => "\x1b[0;3;90m",
        TextStyle.Bad => "\x1b[0;31m",
        _ => "\x1b[0m",
    };

    private static string Ascii(string cell) => cell switch
    {
        "│" => "|",
        "║" => "#",
        "─" => "-",
        "╌" => ".",
        "━" or "═" => "=",
        "▶" or "▷" => ">",
        "◀" or "◁" => "<",
        "┌" or "┐" or "└" or "┘" or "●" or "╪" or "╞" or "╡" => "+",
        "✕" => "x",
        "┊" or "⋮" => ":",
        "›" => ">",
        "≈" => "~",
        _ => cell,
    };
}
