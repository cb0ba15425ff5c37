using System.Globalization;

namespace Sealift.Core.Listings;

/// <summary>Reads the many shapes of a date in a Unix listing.</summary>
internal static class UnixListDate
{
    /// <summary>Reads a date that begins with the token at <paramref name="first"/>.</summary>
    /// <param name="tokens">The words of the line.</param>
    /// <param name="first">Where the date begins.</param>
    /// <param name="now">For dates without a year.</param>
    /// <param name="timestamp">The date.</param>
    /// <param name="next">The token after the date.</param>
    /// <param name="isPadded">Whether blanks after the date are padding, not the beginning of the name.</param>
    public static bool TryRead(
        LineTokens tokens, int first, DateTime now, out FtpTimestamp timestamp, out int next, out bool isPadded)
    {
        isPadded = false;
        return TryReadJoined(tokens, first, now, out timestamp, out next, out isPadded)
            || TryReadMonthFirst(tokens, first, now, out timestamp, out next)
            || TryReadDayFirst(tokens, first, now, out timestamp, out next)
            || TryReadYearFirst(tokens, first, out timestamp, out next);
    }

    /// <summary>Whether a word begins something that looks like a date, valid or not.</summary>
    public static bool LooksLikeDate(ReadOnlySpan<char> token) =>
        MonthNames.Find(token) != 0 || TrySplit(token, out _, out _, out _, out _) || token.Contains(':');

    // "Jan  4 00:03", "Aug 24  2001", "Oct 08, 2002 09:47", "3 29 03:26", "6月 3日 2003年", "8月 17日 20:10".
    private static bool TryReadMonthFirst(LineTokens tokens, int first, DateTime now, out FtpTimestamp timestamp, out int next)
    {
        timestamp = default;
        next = first + 3;
        var month = MonthNames.Find(tokens[first]);
        var isNumber = month == 0;
        if (isNumber && !TryNumber(tokens[first], 2, out month, out isNumber))
            return false;
        if (!TryNumber(tokens[first + 1].TrimEnd(".,"), 2, out var day, out _))
            return false;
        if (ListTime.TryParse(tokens[first + 2], out var time, out var precision))
            return TryMake(now, year: 0, month, day, time, precision, out timestamp);
        // Two bare numbers before a year could be anything; after the name of a month four digits are one, however far off.
        var yearText = tokens[first + 2].TrimEnd(',');
        if (!isNumber && (TryYear(yearText, out var year, out _) || (yearText.Length == 4 && TryNumber(yearText, 4, out year, out var isBareYear) && isBareYear && year > 0)))
            return TryMakeWithTime(tokens, ref next, now, year, month, day, out timestamp);
        return false;
    }

    // "26. Juli, 20:10", "2.   Okt.  2003", "01 oct 2004", "29 Jul 02:27".
    private static bool TryReadDayFirst(LineTokens tokens, int first, DateTime now, out FtpTimestamp timestamp, out int next)
    {
        timestamp = default;
        next = first + 3;
        var month = MonthNames.Find(tokens[first + 1]);
        if (month == 0 || !TryNumber(tokens[first].TrimEnd('.'), 2, out var day, out _))
            return false;
        if (ListTime.TryParse(tokens[first + 2], out var time, out var precision))
            return TryMake(now, year: 0, month, day, time, precision, out timestamp);
        return TryYear(tokens[first + 2], out var year, out _)
            && TryMakeWithTime(tokens, ref next, now, year, month, day, out timestamp);
    }

    // "2005년  1월  6일", "2003   3月 20": the year, and a month with its sign.
    private static bool TryReadYearFirst(LineTokens tokens, int first, out FtpTimestamp timestamp, out int next)
    {
        timestamp = default;
        next = first + 3;
        return TryYear(tokens[first], out var year, out _)
            && TryNumber(tokens[first + 1], 2, out var month, out var isBare) && !isBare
            && TryNumber(tokens[first + 2], 2, out var day, out _)
            && TryMake(default, year, month, day, default, FtpTimePrecision.Day, out timestamp);
    }

    // "2005-04-08 11:22", "1999/10/12 17:12", "24-04-2003 17:12", "2004.07.15", "01-jun-99", "09-26 13:45", "09-26 2000".
    private static bool TryReadJoined(
        LineTokens tokens, int first, DateTime now, out FtpTimestamp timestamp, out int next, out bool isPadded)
    {
        timestamp = default;
        isPadded = false;
        next = first + 1;
        if (!TrySplit(tokens[first], out var separator, out var one, out var two, out var three))
            return false;
        var hasTime = ListTime.TryParse(tokens[next], out var time, out var precision);
        if (three.IsEmpty)
        {
            if (!TryNumber(one, 2, out var month, out _) || !TryNumber(two, 2, out var day, out _))
                return false;
            var year = 0;
            if (!hasTime && !TryYear(tokens[next], out year, out _))
                return false;
            next++;
            return TryMake(now, year, month, day, time, hasTime ? precision : FtpTimePrecision.Day, out timestamp);
        }
        else
        {
            if (!TryDate(one, two, three, out var year, out var month, out var day, out var isNamed))
                return false;
            // A bare "2001-04-27" before a word is as likely the beginning of a name.
            if (!hasTime && separator != '.' && !isNamed)
                return false;
            if (hasTime)
            {
                next++;
                if (precision >= FtpTimePrecision.Second && IsZone(tokens[next]))
                    next++;
            }

            isPadded = !hasTime;
            return TryMake(now, year, month, day, time, hasTime ? precision : FtpTimePrecision.Day, out timestamp);
        }
    }

    private static bool TryDate(
        ReadOnlySpan<char> one, ReadOnlySpan<char> two, ReadOnlySpan<char> three,
        out int year, out int month, out int day, out bool isNamed)
    {
        year = month = day = 0;
        month = MonthNames.Find(two);
        isNamed = month != 0;
        if (isNamed)
        {
            if (three.Length == 2 && TryNumber(three, 2, out var shortYear, out _))
                year = ListingYear.FromTwoDigits(shortYear);
            else if (!TryYear(three, out year, out _))
                return false;
            return TryNumber(one, 2, out day, out _);
        }

        if (one.Length == 4)
            return TryYear(one, out year, out _) && TryNumber(two, 2, out month, out _) && TryNumber(three, 2, out day, out _);
        if (!TryYear(three, out year, out _) || !TryNumber(one, 2, out day, out _) || !TryNumber(two, 2, out month, out _))
            return false;
        if (month > 12)
            (day, month) = (month, day);
        return true;
    }

    private static bool TrySplit(
        ReadOnlySpan<char> token,
        out char separator,
        out ReadOnlySpan<char> one,
        out ReadOnlySpan<char> two,
        out ReadOnlySpan<char> three)
    {
        separator = default;
        one = two = three = default;
        if (token.Length is < 5 or > 11 || !char.IsAsciiDigit(token[0]))
            return false;
        var at = token.IndexOfAny('-', '/', '.');
        if (at is not (1 or 2 or 4))
            return false;
        separator = token[at];
        one = token[..at];
        two = token[(at + 1)..];
        at = two.IndexOf(separator);
        if (at >= 0)
        {
            three = two[(at + 1)..];
            two = two[..at];
        }

        return !two.IsEmpty && (at < 0 || three.Length is >= 1 and <= 4);
    }

    private static bool TryMakeWithTime(
        LineTokens tokens, ref int next, DateTime now, int year, int month, int day, out FtpTimestamp timestamp)
    {
        // Only "Oct 08, 2002 09:47" has both; elsewhere a word with a colon is the name.
        var hasTime = tokens[next - 2].EndsWith(",") && ListTime.TryParse(tokens[next], out _, out _);
        if (!hasTime)
            return TryMake(now, year, month, day, default, FtpTimePrecision.Day, out timestamp);
        _ = ListTime.TryParse(tokens[next], out var time, out var precision);
        next++;
        return TryMake(now, year, month, day, time, precision, out timestamp);
    }

    private static bool TryMake(
        DateTime now, int year, int month, int day, TimeSpan time, FtpTimePrecision precision, out FtpTimestamp timestamp)
    {
        timestamp = default;
        if (year != 0)
            return ListTime.TryJoin(year, month, day, time, precision, out timestamp);
        if (!ListingYear.TryResolve(now, month, day, time, out var value))
            return false;
        timestamp = new FtpTimestamp(value, precision, IsUtc: false);
        return true;
    }

    // A number, alone or with a sign of another script after it (月, 日, 年 or their bytes in an unknown encoding).
    private static bool TryNumber(ReadOnlySpan<char> text, int maxDigits, out int value, out bool isBare)
    {
        value = 0;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        isBare = digits < 0;
        if (isBare)
            digits = text.Length;
        if (digits == 0 || digits > maxDigits)
            return false;
        if (!isBare && (text.Length - digits > 3 || text[digits] < 0x80))
            return false;
        return int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryYear(ReadOnlySpan<char> text, out int year, out bool isBare) =>
        TryNumber(text, 4, out year, out isBare) && year is >= 1900 and <= 2999;

    private static bool IsZone(ReadOnlySpan<char> text) =>
        text.Length == 5 && text[0] is '+' or '-' && !text[1..].ContainsAnyExceptInRange('0', '9');
}
