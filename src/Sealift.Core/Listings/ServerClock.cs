namespace Sealift.Core.Listings;

/// <summary>
/// What is known of the zone in which a server prints the times of LIST. Learnt from files whose time is known in UTC too (MDTM),
/// for winter and summer apart, because clocks are changed between them. Safe to share between threads.
/// </summary>
public sealed class ServerClock
{
    private static readonly long Step = TimeSpan.FromMinutes(15).Ticks;
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(14);

    private readonly Lock _lock = new();
    private TimeSpan? _winter;
    private TimeSpan? _summer;
    private (DateOnly Day, TimeSpan Offset)? _between;

    /// <summary>Learns from one file.</summary>
    /// <param name="listed">Its time as listed, at least to the minute.</param>
    /// <param name="utc">Its time in UTC.</param>
    /// <returns>
    /// <see langword="false"/> when the two do not differ by a zone (a multiple of 15 minutes, 14 hours at most): the file was changed in
    /// between, or one of the times is something else. Nothing is learnt then.
    /// </returns>
    public bool Learn(DateTime listed, DateTime utc)
    {
        var difference = ToMinute(listed) - ToMinute(utc);
        if (difference % Step != 0 || Math.Abs(difference) > Farthest.Ticks)
            return false;
        var offset = TimeSpan.FromTicks(difference);
        lock (_lock)
        {
            if (IsWinter(listed))
                _winter = offset;
            else if (IsSummer(listed))
                _summer = offset;
            else
                _between = (DateOnly.FromDateTime(listed), offset);
        }

        return true;
    }

    /// <summary>How far ahead of UTC the server's clock stood at a listed time; <see langword="null"/> if that is not known.</summary>
    /// <param name="listed">The time as listed.</param>
    public TimeSpan? FindOffset(DateTime listed)
    {
        lock (_lock)
        {
            if (_winter is { } all && _summer == all)
                return all;
            if (IsWinter(listed))
                return _winter;
            if (IsSummer(listed))
                return _summer;
            return _between is { } one && one.Day == DateOnly.FromDateTime(listed) ? one.Offset : null;
        }
    }

    /// <summary>Whether no clock anywhere is changed near a time: the day says whether it is summer or winter there.</summary>
    internal static bool IsClear(DateTime listed) => IsWinter(listed) || IsSummer(listed);

    // Clocks are changed from the second week of March to the end of April and from the first of September to the first week of
    // November, on both halves of the globe.
    private static bool IsWinter(DateTime time) => (time.Month, time.Day) switch
    {
        (11, > 7) or (12, _) or (1 or 2, _) or (3, < 8) => true,
        _ => false,
    };

    private static bool IsSummer(DateTime time) => time.Month is >= 5 and <= 8;

    private static long ToMinute(DateTime time) => time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute);
}
