using System.Globalization;
using Sealift.Core;

namespace Sealift.Cli.Output;

/// <summary>Times of entries: as precise as the server stated them and no more.</summary>
internal static class TimeText
{
    /// <summary>ISO 8601, for example "2026-05-01T12:30:00Z", "2026-05-01T12:30" (zone unknown), "2026-05-01" or "2026".</summary>
    public static string Iso(FtpTimestamp time)
    {
        var format = time.Precision switch
        {
            FtpTimePrecision.Year => "yyyy",
            FtpTimePrecision.Day => "yyyy-MM-dd",
            FtpTimePrecision.Minute => "yyyy-MM-dd'T'HH:mm",
            FtpTimePrecision.Second => "yyyy-MM-dd'T'HH:mm:ss",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fff",
        };
        var text = time.Value.ToString(format, CultureInfo.InvariantCulture);
        return time.IsUtc && time.Precision >= FtpTimePrecision.Minute ? text + "Z" : text;
    }

    /// <summary>A moment in UTC, to the second: "2026-05-01T12:30:00Z".</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>For a column: "2026-05-01 12:30:00Z"; without the Z the zone is the server's, unknown.</summary>
    public static string Column(FtpTimestamp? time)
    {
        if (time is not { } known) return "-";
        var second = known.Precision == FtpTimePrecision.Millisecond ? known with { Precision = FtpTimePrecision.Second } : known;
        return Iso(second).Replace('T', ' ');
    }
}
