using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Output.Json;

/// <summary>A job of the queue as JSON.</summary>
internal sealed record JobRecord
{
    public required long Id { get; init; }

    public required string State { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    /// <summary>The words of the command line that belong to the transfer.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    public required int Priority { get; init; }

    public required string Added { get; init; }

    public required string? Due { get; init; }

    public required string? Cron { get; init; }

    public required string? Zone { get; init; }

    public required int Runs { get; init; }

    public required JobResultRecord? Last { get; init; }

    public static JobRecord Of(TransferJob job) => new()
    {
        Id = job.Id,
        State = job is { State: JobState.Running, Wanted: not null } ? "stopping" : JobText.Name(job.State),
        Source = job.Source,
        Target = job.Target,
        Options = JobWords.Of(job).Arguments,
        Priority = job.Priority,
        Added = TimeText.Iso(job.Added),
        Due = job.Due is { } due ? TimeText.Iso(due) : null,
        Cron = job.Schedule?.Cron,
        Zone = job.Schedule?.Cron is null ? null : job.Schedule.TimeZone,
        Runs = job.Runs,
        Last = job.Last is { } last ? JobResultRecord.Of(job.Id, job.Source, job.Target, last) : null,
    };
}
