using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>Reads limits of speed as people type them.</summary>
internal static class RateText
{
    private const string Form = "Write FROM-TO=RATE, with days in front where they matter, and a comma between several: mon-fri 08:00-18:00=500k,22:00-06:00=none.";

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>A limit, and others for times of day.</summary>
    /// <param name="rate">What --limit-rate says; null for no limit outside the windows.</param>
    /// <param name="schedule">What --limit-schedule says; null for no windows.</param>
    public static RateLimit Read(string? rate, string? schedule) => new(rate is null ? null : ReadRate("--limit-rate", rate))
    {
        Windows = schedule is null ? [] : [.. schedule.Split(',', StringSplitOptions.TrimEntries).Select(ReadWindow)],
    };

    private static long ReadRate(string option, string text) => AmountText.ReadSize(option, text) is > 0 and var rate
        ? rate
        : throw CommandException.Usage($"{option} must be more than nothing.", "Write 500k or 2M.");

    private static RateWindow ReadWindow(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var space = text.LastIndexOf(' ');
        if (equals < 0 || space > equals) throw Wrong(text);
        var times = text[(space + 1)..equals].Split('-');
        if (times.Length != 2) throw Wrong(text);
        var rate = text[(equals + 1)..].Trim();
        return new RateWindow(ReadTime(times[0], text), ReadTime(times[1], text), rate == "none" ? null : ReadRate("--limit-schedule", rate))
        {
            Days = space < 0 ? [] : ReadDays(text[..space].Trim(), text),
        };
    }

    private static TimeOnly ReadTime(string text, string window) => text == "24:00"
        ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw Wrong(window);

    private static List<DayOfWeek> ReadDays(string text, string window)
    {
        var days = new List<DayOfWeek>();
        foreach (var part in text.Split([' ', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            var first = Array.IndexOf(Days, ends[0].ToLowerInvariant());
            var last = Array.IndexOf(Days, ends[^1].ToLowerInvariant());
            if (ends.Length > 2 || first < 0 || last < 0) throw Wrong(window);
            for (var day = first; ; day = (day + 1) % Days.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == last) break;
            }
        }

        return days;
    }

    private static CommandException Wrong(string window) => CommandException.Usage($"--limit-schedule: \"{window}\" is no time with a rate.", Form);
}
