namespace Sealift.Core.Listings;

/// <summary>Times of day: "H:MM", "HH:MM", "HH:MM:SS" and "HH:MM:SS.fff…".</summary>
internal static class ListTime
{
    /// <summary>Reads a time. Fractions are cut off; 24:00 is the end of the day.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time, out FtpTimePrecision precision)
    {
        time = default;
        precision = FtpTimePrecision.Minute;
        var colon = text.IndexOf(':');
        if (colon is not (1 or 2) || text.Length > 18)
            return false;
        var rest = text[(colon + 1)..];
        var dot = rest.IndexOf('.');
        if (dot >= 0)
            rest = rest[..dot];
        if (rest.Length is not (2 or 5) || (rest.Length == 5 && rest[2] != ':'))
            return false;
        if (!ListNumber.TryParse(text[..colon], 2, out var hour) || !ListNumber.TryParse(rest[..2], 2, out var minute))
            return false;
        var second = 0;
        if (rest.Length == 5)
        {
            precision = FtpTimePrecision.Second;
            if (!ListNumber.TryParse(rest[3..], 2, out second))
                return false;
        }

        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute | second) != 0))
            return false;
        time = new TimeSpan(hour, minute, second);
        return true;
    }

    /// <summary>Joins a date and a time; false when the day is none, or the result would pass the end of the calendar.</summary>
    public static bool TryJoin(int year, int month, int day, TimeSpan time, FtpTimePrecision precision, out FtpTimestamp timestamp)
    {
        timestamp = default;
        if (!FtpTimestamp.IsDate(year, month, day) || (year == 9999 && time.Days > 0))
            return false;
        var value = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified) + time;
        timestamp = new FtpTimestamp(value, precision, IsUtc: false);
        return true;
    }
}
