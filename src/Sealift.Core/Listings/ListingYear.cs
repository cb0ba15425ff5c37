namespace Sealift.Core.Listings;

/// <summary>Finds the year of a date that was listed without one, or with a short one.</summary>
internal static class ListingYear
{
    /// <summary>
    /// The latest such date that is not more than a day ahead: servers leave the year out for recent dates only, and their
    /// clock may be in another zone.
    /// </summary>
    public static bool TryResolve(DateTime now, int month, int day, TimeSpan time, out DateTime value)
    {
        var limit = now <= DateTime.MaxValue.AddDays(-1) ? now.AddDays(1) : now;
        // A 29 February may lie up to eight years back (1896 to 1904).
        for (var year = limit.Year; year >= 1 && year >= limit.Year - 8; year--)
        {
            if (!FtpTimestamp.IsDate(year, month, day))
                continue;
            value = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
            if (value > DateTime.MaxValue - time)
                continue;
            value += time;
            if (value.Ticks <= limit.Ticks)
                return true;
        }

        value = default;
        return false;
    }

    /// <summary>A year of two digits: 70 to 99 are the twentieth century.</summary>
    public static int FromTwoDigits(int year) => year < 70 ? 2000 + year : 1900 + year;

    /// <summary>A year of any length; "100" and up are the years since 1900 of servers that never learnt the century.</summary>
    public static int Complete(int year) => year switch
    {
        < 100 => FromTwoDigits(year),
        < 200 => 1900 + year,
        _ => year,
    };
}
