using System.Text;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Output;

/// <summary>The old and the new certificate of a server: side by side where there is room, one below the other elsewhere.</summary>
internal static class ChangeTable
{
    private const int NarrowestTable = 100;
    private const int Indent = 2;
    private const int Label = 9;
    private const string Line = " | ";

    /// <param name="known">What was trusted.</param>
    /// <param name="presented">What is presented now.</param>
    /// <param name="width">The columns of the terminal; 0 if there is none.</param>
    public static string Write(KnownHost known, KnownHost presented, int width)
    {
        var rows = ChangeReport.Compare(known, presented);
        var text = new StringBuilder(ChangeReport.Title(known));
        if (width >= NarrowestTable) WriteBeside(text, rows, width);
        else WriteBelow(text, rows);
        return text.ToString();
    }

    private static void WriteBelow(StringBuilder text, IReadOnlyList<ChangeRow> rows)
    {
        text.Append("\nknown until now");
        foreach (var row in rows) text.Append($"\n  {row.What,-Label}{row.Known}");
        text.Append("\npresented now");
        foreach (var row in rows) text.Append($"\n  {row.What,-Label}{row.Presented}");
    }

    private static void WriteBeside(StringBuilder text, IReadOnlyList<ChangeRow> rows, int width)
    {
        // Terminal indents the lines after the first. Wider than the longest text helps nobody.
        var longest = rows.Max(row => Math.Max(row.Known.Length, row.Presented.Length));
        var column = Math.Min(longest, (width - Indent - Label - (2 * Line.Length) - 1) / 2);
        foreach (var row in (IEnumerable<ChangeRow>)[new("", "known until now", "presented now"), .. rows])
        {
            var (left, right) = (Cut(row.Known, column), Cut(row.Presented, column));
            for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
            {
                text.Append('\n').Append((i == 0 ? row.What : "").PadRight(Label));
                text.Append(Line).Append((i < left.Count ? left[i] : "").PadRight(column));
                text.Append(Line).Append(i < right.Count ? right[i] : "");
            }

            if (row.What.Length == 0) text.Append('\n').Append('-', Label + (2 * (Line.Length + column)));
        }
    }

    private static List<string> Cut(string text, int column) => [.. text.Chunk(column).Select(piece => new string(piece))];
}
