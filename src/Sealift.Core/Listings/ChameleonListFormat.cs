using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>
/// SuperTCP and Chameleon: "DESIGN1.DOC  11264  May 11 1995 14:20  A" and "INSTALL  &lt;DIR&gt;  11-16-94  17:17": names of DOS, without blanks.
/// </summary>
internal static class ChameleonListFormat
{
    private static readonly SearchValues<char> Attributes = SearchValues.Create("RHSAD");

    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[8];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count is < 4 or 8)
            return false;
        var isDirectory = tokens[1] is "<DIR>";
        long? size = null;
        if (!isDirectory && !ListNumber.TryParseSize(tokens[1], out size))
            return false;
        if (!TryReadDate(tokens, context, out var modified, out var next))
            return false;
        var isEnd = next == tokens.Count || (next == tokens.Count - 1 && !tokens[next].ContainsAnyExcept(Attributes));
        if (!isEnd)
        {
            context.OpenDate = null;
            return false;
        }

        entry = new FtpEntry
        {
            Name = tokens[0].ToString(),
            Kind = isDirectory ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = size,
            Modified = modified,
        };
        return true;
    }

    private static bool TryReadDate(LineTokens tokens, ListingContext context, out FtpTimestamp? modified, out int next)
    {
        modified = null;
        var month = MonthNames.Find(tokens[2]);
        next = month > 0 ? 6 : 4;
        if (!ListTime.TryParse(tokens[next - 1], out var time, out var precision))
            return false;
        if (month == 0)
        {
            if (!NumericDate.TryParse(
                tokens[2], time, precision, DateOrders.MonthDayYear | DateOrders.DayMonthYear, DateOrders.MonthDayYear, out var date))
                return false;
            context.OpenDate = date;
            modified = date.Certain;
            return true;
        }

        if (!ListNumber.TryParse(tokens[3], 2, out var day) || tokens[4].Length != 4 || !ListNumber.TryParse(tokens[4], 4, out var year)
            || !ListTime.TryJoin(year, month, day, time, precision, out var found))
            return false;
        modified = found;
        return true;
    }
}
