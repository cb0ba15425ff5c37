using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Transfer.Planning;

namespace Sealift.Cli.Trees;

/// <summary>Reads sizes, ages and shares as people type them.</summary>
internal static class AmountText
{
    /// <summary>Bytes: "100", "10k", "1.5M", "2G", "1T", in units of 1024; a B or iB after the letter changes nothing.</summary>
    public static long ReadSize(string option, string text)
    {
        var number = text.Trim().TrimEnd('B', 'b').TrimEnd('i');
        var factor = number.Length == 0 ? 1 : char.ToUpperInvariant(number[^1]) switch
        {
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            'T' => 1L << 40,
            _ => 1L,
        };
        if (factor > 1) number = number[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * factor < long.MaxValue
            ? (long)(value * factor)
            : throw CommandException.Usage($"{option}: \"{text}\" is no size.", "Write a number of bytes, or one with k, M, G or T: 10k, 1.5M.");
    }

    /// <summary>A moment: "2d" and the like before now, or a date or time, which is UTC unless it says otherwise.</summary>
    public static DateTimeOffset ReadMoment(string option, string text, DateTimeOffset now)
    {
        if (text.Length > 1 && UnitOf(text[^1]) is { } unit
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * unit.TotalDays < 36500)
        {
            return now - (count * unit);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) && text.Contains('-', StringComparison.Ordinal)
            ? moment
            : throw CommandException.Usage($"{option}: \"{text}\" is neither an age nor a date.", "Write 30m, 12h, 2d or 3w, a date (2026-05-01) or a time in UTC (2026-05-01T12:30).");
    }

    /// <summary>A span of time: "500ms", "2s", "15m", "1h"; null for anything else.</summary>
    public static TimeSpan? FindTime(string text)
    {
        var isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        var unit = isMilliseconds ? TimeSpan.FromMilliseconds(1) : text.Length > 1 ? UnitOf(text[^1]) : null;
        return unit is { } one
            && double.TryParse(text.AsSpan(0, text.Length - (isMilliseconds ? 2 : 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * one.TotalDays < 36500
            ? count * one
            : null;
    }

    /// <summary>A limit of deletions: a number of files, a share in percent, or "none".</summary>
    public static DeletionLimit ReadLimit(string text)
    {
        if (text is "none") return DeletionLimit.None;
        if (text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 100)
            return new DeletionLimit { MaxFiles = long.MaxValue, MaxShare = share / 100 };
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? new DeletionLimit { MaxFiles = files, MaxShare = 1 }
            : throw CommandException.Usage($"--delete-limit: \"{text}\" is no limit.", "Write a number of files (500), a share of the target (40%), or none.");
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}
