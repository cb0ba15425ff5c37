using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Nortel's WFTP: "name   1014196  06/03/04  Thur.   10:20:03". The name stands first, so the line is read from its end.</summary>
internal static class WfftpListFormat
{
    public static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var clock = TakeLast(ref line);
        var weekday = TakeLast(ref line);
        var day = TakeLast(ref line);
        var length = TakeLast(ref line);
        var name = line.Trim(" \t");
        if (name.IsEmpty || weekday.Length is < 3 or > 6 || weekday[^1] != '.' || !day.Contains('/')
            || !ListTime.TryParse(clock, out var time, out var precision)
            || !ListNumber.TryParseSize(length, out var size)
            || !NumericDate.TryParse(
                day, time, precision, DateOrders.MonthDayYear | DateOrders.DayMonthYear, DateOrders.MonthDayYear, out var date))
            return false;
        context.OpenDate = date;
        entry = new FtpEntry { Name = name.ToString(), Kind = FtpEntryKind.File, Size = size, Modified = date.Certain };
        return true;
    }

    private static ReadOnlySpan<char> TakeLast(ref ReadOnlySpan<char> line)
    {
        line = line.TrimEnd(" \t");
        var blank = line.LastIndexOfAny(' ', '\t');
        var word = line[(blank + 1)..];
        line = line[..(blank + 1)];
        return word;
    }
}
