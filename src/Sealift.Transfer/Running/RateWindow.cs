namespace Sealift.Transfer.Running;

/// <summary>A time of day with a limit of its own.</summary>
/// <param name="From">When it begins, in the local time of this machine.</param>
/// <param name="To">When it ends; before <paramref name="From"/> it reaches over midnight, and equal to it the whole day is meant.</param>
/// <param name="BytesPerSecond">The limit in that time; null for none, 0 for nothing at all.</param>
public sealed record RateWindow(TimeOnly From, TimeOnly To, long? BytesPerSecond)
{
    /// <summary>The days on which it begins; empty (the default) for all.</summary>
    public IReadOnlyCollection<DayOfWeek> Days { get; init; } = [];

    /// <summary>Whether a moment lies in it.</summary>
    /// <param name="local">The moment in local time.</param>
    public bool Contains(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        if (From == To) return IsOn(local.DayOfWeek);
        if (From < To) return time >= From && time < To && IsOn(local.DayOfWeek);
        return (time >= From && IsOn(local.DayOfWeek)) || (time < To && IsOn(local.AddDays(-1).DayOfWeek));
    }

    private bool IsOn(DayOfWeek day) => Days.Count == 0 || Days.Contains(day);
}
