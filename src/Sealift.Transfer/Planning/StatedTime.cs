using Sealift.Core;

namespace Sealift.Transfer.Planning;

/// <summary>What a stated time can mean: any moment from <paramref name="From"/> to before <paramref name="To"/>, in UTC.</summary>
/// <param name="From">The earliest.</param>
/// <param name="To">Where it ends.</param>
internal readonly record struct StatedTime(DateTime From, DateTime To)
{
    // No zone is further from UTC.
    private static readonly TimeSpan Zones = TimeSpan.FromHours(14);

    /// <summary>What a time means in a store.</summary>
    /// <param name="time">The time.</param>
    /// <param name="precision">The smallest difference of times that means something in that store.</param>
    public static StatedTime Of(FtpTimestamp time, TimeSpan precision)
    {
        var stated = time.Precision switch
        {
            FtpTimePrecision.Year => TimeSpan.FromDays(366),
            FtpTimePrecision.Day => TimeSpan.FromDays(1),
            FtpTimePrecision.Minute => TimeSpan.FromMinutes(1),

            // A time without a fraction may be one whose fraction is zero; the store says how much more there could be.
            _ => precision,
        };
        var length = stated > precision ? stated : precision;
        var zones = time.IsUtc ? TimeSpan.Zero : Zones;
        return new StatedTime(Shift(time.Value, -zones), Shift(time.Value, length + zones));
    }

    /// <summary>Which of two times is later, where that is certain.</summary>
    public TimeOrder CompareTo(StatedTime other) =>
        From >= other.To ? TimeOrder.Later : To <= other.From ? TimeOrder.Earlier : TimeOrder.Same;

    private static DateTime Shift(DateTime time, TimeSpan by)
    {
        var ticks = Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTime(ticks, DateTimeKind.Utc);
    }
}
