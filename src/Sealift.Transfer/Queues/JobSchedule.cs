using Cronos;

namespace Sealift.Transfer.Queues;

/// <summary>When a job is due: once at a time, or again and again by a cron expression.</summary>
public sealed record JobSchedule
{
    /// <summary>The moment, for a job that runs once; null for one that runs again and again.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// The cron expression: minute, hour, day of month, month, day of week, with a field for seconds in front where there are six; or one of
    /// <c>@hourly</c>, <c>@daily</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>. Null for a job that runs once.
    /// </summary>
    public string? Cron { get; init; }

    /// <summary>The time zone of the cron expression, such as "Europe/Berlin" or "UTC".</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether it says when: a moment, or an expression that is one. The time zone may be one that this machine does not know.</summary>
    internal bool IsReadable
    {
        get
        {
            if (Cron is null) return At is not null;
            if (TimeZone is null) return false;
            try
            {
                Parse(Cron);
                return true;
            }
            catch (FormatException)
            {
                return false;
            }
        }
    }

    /// <summary>Once.</summary>
    /// <param name="at">The moment.</param>
    public static JobSchedule Once(DateTimeOffset at) => new() { At = at };

    /// <summary>Again and again.</summary>
    /// <param name="cron">The expression, see <see cref="Cron"/>.</param>
    /// <param name="zone">The time zone in which it is meant.</param>
    /// <exception cref="FormatException">It is no cron expression, or there is no moment at which it is due.</exception>
    public static JobSchedule Every(string cron, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(cron);
        ArgumentNullException.ThrowIfNull(zone);
        var schedule = new JobSchedule { Cron = cron.Trim(), TimeZone = zone.Id };
        return Parse(schedule.Cron).GetNextOccurrence(DateTimeOffset.UnixEpoch, zone) is null
            ? throw new FormatException($"\"{cron}\" is never due.")
            : schedule;
    }

    /// <summary>When the job is due next.</summary>
    /// <param name="after">The moment after which that must be.</param>
    /// <returns>The moment, which may have passed for <see cref="At"/>; null where it is never due again.</returns>
    /// <remarks>
    /// Where clocks go forward, a moment that does not exist is the first that does; where they go back, an expression for single moments is due
    /// once, and one for intervals in both hours.
    /// </remarks>
    /// <exception cref="FormatException">The expression is none, or this machine does not know the time zone.</exception>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (Cron is null) return At;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone)) throw new FormatException($"This machine does not know the time zone \"{TimeZone}\".");
        return Parse(Cron).GetNextOccurrence(after, zone);
    }

    private static CronExpression Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        try
        {
            return CronExpression.Parse(text, fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException e)
        {
            throw new FormatException($"\"{text}\" is no cron expression: {e.Message}", e);
        }
    }
}
