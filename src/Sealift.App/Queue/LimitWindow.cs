using System.Globalization;

namespace Sealift.App.Queue;

/// <summary>A time of day with a limit, as the dialog edits it.</summary>
internal sealed class LimitWindow
{
    /// <summary>The days, as "--limit-schedule" has them; empty for every day.</summary>
    public string Days { get; set; } = "";

    /// <summary>When it begins.</summary>
    public TimeOnly From { get; set; } = new(8, 0);

    /// <summary>When it ends.</summary>
    public TimeOnly To { get; set; } = new(18, 0);

    /// <summary>The limit, "500k", or "none".</summary>
    public string Rate { get; set; } = "500k";

    /// <summary>As "--limit-schedule" has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Days} {From:HH:mm}-{To:HH:mm}={Rate.Trim()}").Trim();

    /// <summary>Reads what was saved; what is no window is left out.</summary>
    public static List<LimitWindow> Read(string? schedule)
    {
        var windows = new List<LimitWindow>();
        foreach (var text in (schedule ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var space = text.LastIndexOf(' ');
            var times = equals < 0 ? [] : text[(space + 1)..equals].Split('-');
            if (times.Length != 2 || FindTime(times[0]) is not { } from || FindTime(times[1]) is not { } to) continue;
            windows.Add(new LimitWindow { Days = space < 0 ? "" : text[..space], From = from, To = to, Rate = text[(equals + 1)..] });
        }

        return windows;
    }

    private static TimeOnly? FindTime(string text) => text == "24:00" ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
