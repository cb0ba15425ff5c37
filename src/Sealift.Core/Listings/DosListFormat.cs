using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sealift.Core.Listings;

/// <summary>Lines of LIST in the form of the DIR command, as IIS and others print them.</summary>
public static class DosListFormat
{
    private static readonly SearchValues<char> SizeCharacters = SearchValues.Create("0123456789,.");

    /// <summary>Reads one line, such as "02-05-01  05:52PM       &lt;DIR&gt;          name".</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="entry">The entry; its times are in the unknown zone of the server.</param>
    /// <returns><see langword="false"/> for a line that is no entry. Nothing is thrown for any text.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out FtpEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(line);
        entry = null;
        Span<Range> ranges = stackalloc Range[5];
        var tokens = new LineTokens(line, ranges);
        if (tokens.Count < 4 || !TryReadDate(tokens[0], out var date))
            return false;
        var at = 2;
        var half = tokens[2];
        if (half.Equals("AM", StringComparison.OrdinalIgnoreCase) || half.Equals("PM", StringComparison.OrdinalIgnoreCase))
            at = 3;
        else
            half = [];
        if (at + 1 >= tokens.Count || !TryReadTime(tokens[1], half, out var time))
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
        string? target = null;
        if (kind == FtpEntryKind.Link)
            (name, target) = SplitLink(name);
        if (name.Length == 0)
            return false;
        entry = new FtpEntry
        {
            Name = name,
            Kind = kind,
            Size = size,
            Modified = new FtpTimestamp(date + time, FtpTimePrecision.Minute, IsUtc: false),
            LinkTarget = target,
        };
        return true;
    }

    // MM-DD-YY, MM-DD-YYYY or YYYY-MM-DD.
    private static bool TryReadDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        if (text.Length is < 6 or > 10)
            return false;
        var first = text.IndexOfAny('-', '/', '.');
        if (first < 0)
            return false;
        var second = text[(first + 1)..].IndexOf(text[first]) + first + 1;
        if (second == first
            || !TryNumber(text[..first], 4, out var one)
            || !TryNumber(text[(first + 1)..second], 2, out var two)
            || !TryNumber(text[(second + 1)..], 4, out var three))
            return false;
        var (year, month, day) = first == 4 ? (one, two, three) : (three, one, two);
        if (first != 4 && text.Length - second - 1 == 2)
            year = ListingYear.FromTwoDigits(year);
        if (month > 12 && day <= 12)
            (month, day) = (day, month);
        if (year < 1900 || !FtpTimestamp.IsDate(year, month, day))
            return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return true;
    }

    // HH:MM, HH:MMAM, HH:MMPM.
    private static bool TryReadTime(ReadOnlySpan<char> text, ReadOnlySpan<char> half, out TimeSpan time)
    {
        time = default;
        if (half.IsEmpty && text.Length > 2 && text[^1] is 'M' or 'm')
        {
            half = text[^2..];
            text = text[..^2];
        }

        var colon = text.IndexOf(':');
        if (colon < 0 || !TryNumber(text[..colon], 2, out var hour) || !TryNumber(text[(colon + 1)..], 2, out var minute))
            return false;
        if (!half.IsEmpty)
        {
            if (hour is 0 or > 12 || half[0] is not ('A' or 'a' or 'P' or 'p'))
                return false;
            hour = (hour % 12) + (half[0] is 'P' or 'p' ? 12 : 0);
        }

        if (hour > 23 || minute > 59)
            return false;
        time = new TimeSpan(hour, minute, 0);
        return true;
    }

    // Digits, in groups of three on some servers. More than 63 bits are a size that is not stated.
    private static bool TryReadSize(ReadOnlySpan<char> text, out long? size)
    {
        size = null;
        if (text.ContainsAnyExcept(SizeCharacters) || !char.IsAsciiDigit(text[0]))
            return false;
        var value = 0L;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                continue;
            if (value > (long.MaxValue - 9) / 10)
                return true;
            value = (value * 10) + (c - '0');
        }

        size = value;
        return true;
    }

    // "name -> target", "name => target" or "name [target]".
    private static (string Name, string? Target) SplitLink(string text)
    {
        var arrow = text.IndexOf(" -> ", StringComparison.Ordinal);
        if (arrow < 0)
            arrow = text.IndexOf(" => ", StringComparison.Ordinal);
        if (arrow >= 0)
            return (text[..arrow], text[(arrow + 4)..]);
        var bracket = text.IndexOf(" [", StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith(']') ? (text[..bracket], text[(bracket + 2)..^1]) : (text, null);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int maxDigits, out int value)
    {
        value = 0;
        return text.Length <= maxDigits
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
