using Sealift.Cli.Trees;
using Sealift.Transfer.Running;

namespace Sealift.App.Queue;

/// <summary>How this user wants the queue to run in the app; kept across restarts.</summary>
public sealed record QueueSettings
{
    /// <summary>Whether the queue stands still.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The limit outside all times of day, as "--limit-rate" has it: "2M"; null for none.</summary>
    public string? Rate { get; init; }

    /// <summary>Limits by time of day, as "--limit-schedule" has them; null for none.</summary>
    public string? Schedule { get; init; }

    /// <summary>What that means; null where jobs keep their own limits.</summary>
    /// <exception cref="Cli.Output.CommandException">One of them is no limit.</exception>
    internal RateLimit? ReadLimit() => Rate is null && Schedule is null ? null : RateText.Read(Rate, Schedule);
}
