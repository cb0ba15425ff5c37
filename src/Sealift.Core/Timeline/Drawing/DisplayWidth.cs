using System.Globalization;
using System.Text;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>How many columns of a terminal a text takes (Unicode Standard Annex 11, East Asian Width, in broad strokes).</summary>
internal static class DisplayWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA960, 0xA97F),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF),
        (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    public static int Of(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        foreach (var (first, last) in Wide)
        {
            if (rune.Value >= first && rune.Value <= last) return 2;
        }

        return 1;
    }

    /// <summary>Breaks a text into lines of at most so many columns, between words where it can.</summary>
    public static IReadOnlyList<string> Wrap(string text, int columns)
    {
        if (Of(text) <= columns) return [text];
        var lines = new List<string>();
        var line = new StringBuilder();
        var (width, lastBlank) = (0, -1);
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = Of(rune);
            if (width + needed > columns && line.Length > 0)
            {
                var (kept, rest) = lastBlank > 0 ? (line.ToString(0, lastBlank), line.ToString(lastBlank + 1, line.Length - lastBlank - 1)) : (line.ToString(), "");
                lines.Add(kept);
                line.Clear().Append(rest);
                (width, lastBlank) = (Of(rest), -1);
            }

            if (rune.Value == ' ') lastBlank = line.Length;
            line.Append(rune.ToString());
            width += needed;
        }

        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }
}
