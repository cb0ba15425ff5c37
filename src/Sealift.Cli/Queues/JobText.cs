using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Queues;

/// <summary>Jobs for people.</summary>
internal static class JobText
{
    /// <summary>What a job is, in one word or two.</summary>
    public static string State(TransferJob job, DateTimeOffset now) => job switch
    {
        { State: JobState.Running, Wanted: not null } => "stopping",
        { State: JobState.Waiting, Due: { } due } when due > now => "due " + Moment(due),
        _ => Name(job.State),
    };

    /// <summary>The word for a state, as JSON has it.</summary>
    public static string Name(JobState state) => state switch
    {
        JobState.Waiting => "waiting",
        JobState.Running => "running",
        JobState.Paused => "paused",
        JobState.Done => "done",
        _ => "failed",
    };

    /// <summary>The word for an outcome, as JSON has it.</summary>
    public static string Name(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Done => "done",
        JobOutcome.SomeFailed => "some failed",
        JobOutcome.Failed => "failed",
        JobOutcome.Stopped => "stopped",
        _ => "interrupted",
    };

    /// <summary>A moment in local time.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>When a job runs, in words; null for at once.</summary>
    public static string? Schedule(JobSchedule? schedule) => schedule switch
    {
        null => null,
        { At: { } at } => "once at " + Moment(at),
        _ => $"{schedule.Cron} ({schedule.TimeZone})",
    };

    /// <summary>What came of a run, in words.</summary>
    public static string Result(JobResult result)
    {
        var files = string.Create(CultureInfo.InvariantCulture, $"{result.Files} {(result.Files == 1 ? "file" : "files")}, {SizeText.Of(result.Bytes)}");
        var failed = result.Failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {result.Failed} failed");
        return $"{Name(result.Outcome)}: {files}{failed}";
    }
}
