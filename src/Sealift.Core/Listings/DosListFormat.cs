using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Lines of LIST in the form of the DIR command, as IIS and others print them.</summary>
public static class DosListFormat
{
    /// <summary>Reads one line, such as "02-05-01  05:52PM       &lt;DIR&gt;          name".</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="entry">
    /// The entry; its times are in the unknown zone of the server, with the month first unless the numbers forbid it.
    /// </param>
    /// <returns><see langword="false"/> for a line that is no entry. Nothing is thrown for any text.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out FtpEntry? entry)
    {
        var context = new ListingContext(DateTime.MaxValue);
        if (!TryParse(line, context, out entry))
            return false;
        if (context.OpenDate is { IsOpen: true } date)
            entry = entry with { Modified = date.Resolve(date.Default) };
        return true;
    }

    internal static bool TryParse(ReadOnlySpan<char> line, ListingContext context, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        Span<Range> ranges = stackalloc Range[5];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 4 || !char.IsAsciiDigit(tokens[0][0]))
            return false;
        var half = tokens[2];
        var at = IsHalf(half) ? 3 : 2;
        if (at == 2)
            half = [];
        if (at + 1 >= tokens.Count || !TryReadTime(tokens[1], ref half, out var time) || !TryReadDate(tokens[0], half, time, out var date))
            return false;

        var mark = tokens[at];
        var after = tokens.End(at);
        var kind = FtpEntryKind.File;
        long? size = null;
        if (mark[0] == '<')
        {
            kind = mark.Equals("<DIR>", StringComparison.OrdinalIgnoreCase) ? FtpEntryKind.Directory : FtpEntryKind.Link;
            if (mark[^1] != '>')
                return false;
            // After a mark the name stands in its column.
            while (after + 1 < line.Length && line[after + 1] == ' ')
                after++;
        }
        else if (!TryReadSize(mark, out size))
        {
            return false;
        }

        var name = line[(after + 1)..];
        var target = kind == FtpEntryKind.Link ? SplitLink(ref name) : null;
        if (name.IsEmpty)
            return false;
        context.OpenDate = date;
        entry = new FtpEntry { Name = name.ToString(), Kind = kind, Size = size, Modified = date.Certain, LinkTarget = target };
        return true;
    }

    // MM-DD-YY, MM-DD-YYYY, YYYY-MM-DD, DD.MM.YYYY. A clock of twelve hours is that of a country that writes the month first: another
    // order makes the date unknown, not the entry.
    private static bool TryReadDate(ReadOnlySpan<char> text, ReadOnlySpan<char> half, TimeSpan time, out NumericDate date)
    {
        var orders = text.Contains('.') ? DateOrders.DayMonthYear : DateOrders.MonthDayYear | DateOrders.DayMonthYear;
        if (!NumericDate.TryParse(text, time, FtpTimePrecision.Minute, orders, DateOrders.MonthDayYear, out date))
            return false;
        if (!half.IsEmpty && date.Orders != DateOrders.YearMonthDay)
            date = date with { Orders = date.Orders & DateOrders.MonthDayYear };
        return true;
    }

    // HH:MM, HH:MMAM, HH:MMPM.
    private static bool TryReadTime(ReadOnlySpan<char> text, ref ReadOnlySpan<char> half, out TimeSpan time)
    {
        time = default;
        if (half.IsEmpty && text.Length > 2 && IsHalf(text[^2..]))
        {
            half = text[^2..];
            text = text[..^2];
        }

        var colon = text.IndexOf(':');
        if (colon < 0 || !ListNumber.TryParse(text[..colon], 2, out var hour) || !ListNumber.TryParse(text[(colon + 1)..], 2, out var minute))
            return false;
        if (!half.IsEmpty)
        {
            if (hour is 0 or > 12)
                return false;
            hour = (hour % 12) + (half[0] is 'P' or 'p' ? 12 : 0);
        }

        if (hour > 23 || minute > 59)
            return false;
        time = new TimeSpan(hour, minute, 0);
        return true;
    }

    private static bool IsHalf(ReadOnlySpan<char> text) =>
        text.Equals("AM", StringComparison.OrdinalIgnoreCase) || text.Equals("PM", StringComparison.OrdinalIgnoreCase);

    // Digits, in groups of three on some servers. More than 63 bits are a size that is not stated.
    private static bool TryReadSize(ReadOnlySpan<char> text, out long? size)
    {
        size = null;
        if (!char.IsAsciiDigit(text[0]))
            return false;
        var value = 0L;
        var isTooLarge = false;
        foreach (var c in text)
        {
            if (c is ',' or '.')
                continue;
            if (!char.IsAsciiDigit(c))
                return false;
            isTooLarge |= value > (long.MaxValue - 9) / 10;
            value = unchecked((value * 10) + (c - '0'));
        }

        size = isTooLarge ? null : value;
        return true;
    }

    // "name -> target", "name => target" or "name [target]".
    private static string? SplitLink(ref ReadOnlySpan<char> name)
    {
        var text = name;
        var arrow = text.IndexOf(" -> ");
        if (arrow < 0)
            arrow = text.IndexOf(" => ");
        if (arrow >= 0)
        {
            name = text[..arrow];
            return text[(arrow + 4)..].ToString();
        }

        var bracket = text.IndexOf(" [");
        if (bracket <= 0 || text[^1] != ']')
            return null;
        name = text[..bracket];
        return text[(bracket + 2)..^1].ToString();
    }
}
