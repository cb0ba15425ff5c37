using System.Globalization;

namespace Sealift.Core;

/// <summary>A time as FTP states it: with a precision, and in UTC or in the unknown zone of the server.</summary>
/// <param name="Value">The time; its kind is UTC exactly when <paramref name="IsUtc"/>. Parts beyond the precision are zero.</param>
/// <param name="Precision">How much of the value was stated.</param>
/// <param name="IsUtc">Whether the zone is known to be UTC (MLSx, MDTM) or unknown (LIST).</param>
public readonly record struct FtpTimestamp(DateTime Value, FtpTimePrecision Precision, bool IsUtc)
{
    // A fraction longer than this says nothing more and is not a time any server would send.
    private const int MaxFractionDigits = 32;

    /// <summary>Reads a time value of RFC 3659 section 2.3, YYYYMMDDHHMMSS with an optional fraction; always UTC.</summary>
    /// <param name="text">The digits, nothing around them.</param>
    /// <param name="timestamp">The time when the result is <see langword="true"/>; a longer fraction is cut to milliseconds.</param>
    /// <remarks>A leap second (60) is read as 59. The year 19100 of servers that print "19" and the years since 1900 is 2000.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out FtpTimestamp timestamp)
    {
        timestamp = default;
        var dot = text.IndexOf('.');
        var digits = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? [] : text[(dot + 1)..];
        if (!AreDigits(digits) || !AreDigits(fraction) || fraction.Length > MaxFractionDigits)
            return false;
        if (dot >= 0 && fraction.IsEmpty)
            return false;

        // Fourteen digits, or fifteen with the year bug: "19" followed by 100 to 199 years since 1900.
        int year;
        if (digits.Length == 14)
            year = Number(digits[..4]);
        else if (digits.Length == 15 && digits.StartsWith("191"))
            year = 1900 + Number(digits[2..5]);
        else
            return false;

        var rest = digits[^10..];
        var month = Number(rest[..2]);
        var day = Number(rest[2..4]);
        var hour = Number(rest[4..6]);
        var minute = Number(rest[6..8]);
        // RFC 3659 section 2.3: "60" is a leap second.
        var second = Math.Min(Number(rest[8..]), 60);
        if (Number(rest[8..]) > 60 || hour > 23 || minute > 59 || !IsDate(year, month, day))
            return false;
        second = Math.Min(second, 59);

        var value = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        var precision = FtpTimePrecision.Second;
        if (!fraction.IsEmpty)
        {
            precision = FtpTimePrecision.Millisecond;
            value = value.AddMilliseconds(Milliseconds(fraction));
        }

        timestamp = new FtpTimestamp(value, precision, IsUtc: true);
        return true;
    }

    /// <summary>A UTC time with milliseconds, or whole seconds where there are none.</summary>
    /// <param name="value">The time in any zone; what is finer than a millisecond is cut off.</param>
    public static FtpTimestamp FromUtc(DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        var cut = new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        var precision = cut.Millisecond == 0 ? FtpTimePrecision.Second : FtpTimePrecision.Millisecond;
        return new FtpTimestamp(cut, precision, IsUtc: true);
    }

    /// <summary>The time with its offset; <see langword="null"/> when the zone of the server is not known.</summary>
    public DateTimeOffset? ToUtc() => IsUtc ? new DateTimeOffset(Value.Ticks, TimeSpan.Zero) : null;

    /// <summary>The form of RFC 3659 section 2.3: fourteen digits, and ".sss" at millisecond precision.</summary>
    public string Format() => Value.ToString(
        Precision == FtpTimePrecision.Millisecond ? "yyyyMMddHHmmss.fff" : "yyyyMMddHHmmss",
        CultureInfo.InvariantCulture);

    internal static bool IsDate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Milliseconds(ReadOnlySpan<char> fraction)
    {
        var value = 0;
        for (var i = 0; i < 3; i++)
            value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        return value;
    }
}
