using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Finds runs by words.</summary>
internal static class HistorySearch
{
    /// <summary>The runs in which each of the words is found: in an end, the outcome, the cause, a failure, or as the number of the job.</summary>
    public static List<JobRun> Find(IReadOnlyList<JobRun> runs, string words)
    {
        var wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. runs.Where(run => wanted.All(word => Texts(run).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))))];
    }

    private static IEnumerable<string> Texts(JobRun run) =>
        [run.Source, run.Target, JobText.Name(run.Result.Outcome), JobText.Moment(run.Result.Started), $"#{run.Job}", run.Result.Cause ?? "", .. run.Result.Failures];
}
