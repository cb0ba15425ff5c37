using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>When a job runs, as a person chooses it.</summary>
public sealed class ScheduleChoice
{
    /// <summary>What is chosen often, with its words.</summary>
    public static IReadOnlyList<(string Cron, string Words)> Usual { get; } =
    [
        ("*/15 * * * *", "every 15 minutes"),
        ("@hourly", "every hour"),
        ("0 2 * * *", "every night at 02:00"),
        ("0 7 * * mon-fri", "on weekdays at 07:00"),
        ("0 3 * * sun", "on Sundays at 03:00"),
        ("@monthly", "on the first of each month"),
    ];

    /// <summary>Which of the three it is.</summary>
    public ScheduleKind Kind { get; set; }

    /// <summary>The moment in local time, for <see cref="ScheduleKind.Once"/>.</summary>
    public DateTime At { get; set; }

    /// <summary>The cron expression, for <see cref="ScheduleKind.Again"/>.</summary>
    public string Cron { get; set; } = "0 2 * * *";

    /// <summary>Its time zone.</summary>
    public string Zone { get; set; } = TimeZoneInfo.Local.Id;

    /// <summary>What a schedule is as a choice.</summary>
    /// <param name="schedule">The schedule; null for at once.</param>
    /// <param name="now">The moment, for a first proposal.</param>
    public static ScheduleChoice Of(JobSchedule? schedule, DateTimeOffset now)
    {
        var choice = new ScheduleChoice { At = Whole((schedule?.At ?? now.AddHours(1)).ToLocalTime().DateTime) };
        if (schedule is null) return choice;
        choice.Kind = schedule.At is null ? ScheduleKind.Again : ScheduleKind.Once;
        choice.Cron = schedule.Cron ?? choice.Cron;
        if (schedule.Cron is not null) choice.Zone = schedule.TimeZone;
        return choice;
    }

    /// <summary>The schedule; null for at once.</summary>
    /// <exception cref="FormatException">It is none, with words that say why.</exception>
    public JobSchedule? Read() => Kind switch
    {
        ScheduleKind.Once when At == default => throw new FormatException("Choose a day and a time."),
        ScheduleKind.Once => JobSchedule.Once(new DateTimeOffset(At, TimeZoneInfo.Local.GetUtcOffset(At))),
        ScheduleKind.Again => TimeZoneInfo.TryFindSystemTimeZoneById(Zone.Trim(), out var zone)
            ? JobSchedule.Every(Cron, zone)
            : throw new FormatException($"\"{Zone}\" is no time zone that this machine knows; write one such as Europe/Berlin or UTC."),
        _ => null,
    };

    /// <summary>The next times at which it is due, at most some.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset now, int most = 3)
    {
        var times = new List<DateTimeOffset>();
        var schedule = Read();
        while (times.Count < most && schedule?.Next(now) is { } next)
        {
            times.Add(next);
            if (schedule.Cron is null) break;
            now = next;
        }

        return times;
    }

    private static DateTime Whole(DateTime time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, DateTimeKind.Unspecified);
}
