using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>OS/2: "36611      A    04-23-103  10:57  name" and "0  DIR   02-11-103  16:15  name"; years since 1900 where they have three digits.</summary>
internal static class Os2ListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[7];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 4 || !ListNumber.TryParseSize(tokens[0], out var size))
            return false;
        var isDirectory = false;
        var at = 1;
        for (; at < 4 && AreAttributes(tokens[at]); at++)
            isDirectory |= tokens[at] is "DIR";
        if (!tokens[at].Contains('-') || !ListTime.TryParse(tokens[at + 1], out var time, out var precision)
            || !NumericDate.TryParse(tokens[at], time, precision, DateOrders.MonthDayYear, DateOrders.None, out var date)
            || date.Orders != DateOrders.MonthDayYear)
            return false;
        var name = tokens.After(at + 1);
        if (name.IsEmpty)
            return false;
        entry = new FtpEntry
        {
            Name = name.ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = size,
            Modified = date.Resolve(DateOrders.MonthDayYear),
        };
        return true;
    }

    private static bool AreAttributes(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c))
                return false;
        }

        return text.Length is >= 1 and <= 5;
    }
}
