using System.Globalization;
using System.Text;

namespace Sealift.Cli.Trees;

/// <summary>Cuts a line to the columns of a terminal, in the middle of its longest part, so that both ends of a path stay.</summary>
internal static class TerminalWidth
{
    /// <summary>A line of no more columns than there are.</summary>
    public static string Cut(string text, int columns)
    {
        if (Of(text) <= columns) return text;
        var runes = text.EnumerateRunes().ToList();
        var (head, tail) = (new StringBuilder(), new List<Rune>());
        var (left, right) = ((columns - 1) / 2, columns - 1 - ((columns - 1) / 2));
        foreach (var rune in runes)
        {
            if ((left -= Of(rune)) < 0) break;
            head.Append(rune.ToString());
        }

        for (var i = runes.Count - 1; i >= 0 && (right -= Of(runes[i])) >= 0; i--) tail.Add(runes[i]);
        head.Append('…');
        for (var i = tail.Count - 1; i >= 0; i--) head.Append(tail[i].ToString());
        return head.ToString();
    }

    /// <summary>The columns that a line takes.</summary>
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    // East Asian letters and pictures take two columns (Unicode Standard Annex 11), marks none; rather one too many than a wrapped line.
    private static int Of(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFFE6 or >= 0x1F000 => 2,
        _ => 1,
    };
}
