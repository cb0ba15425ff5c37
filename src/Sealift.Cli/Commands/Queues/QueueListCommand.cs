using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Core;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Lists the jobs.</summary>
internal sealed class QueueListCommand : QueueCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Also the jobs that are done." };
    private readonly Option<bool> _json = new("--json")
    {
        Description = "One JSON object a job: id, state, source, target, options, priority, added, due, cron, zone, runs, last.",
    };

    public QueueListCommand(Terminal terminal)
        : base(terminal, "ls", "list the jobs of the queue")
    {
        Options.Add(_all);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "In the order in which they run: number, state, priority, source, target and schedule. A time is local. \"failed\" jobs wait for \"queue retry\"; why they "
        + "failed, \"queue show\" tells.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue ls", "what waits, runs, is paused or has failed"),
        ("sealift queue ls --json | jq -r 'select(.state == \"failed\") | .id'", "the failed ones, for a script"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        var jobs = queue.List().Where(job => arguments.GetValue(_all) || job.State != JobState.Done).ToList();
        if (arguments.GetValue(_json))
        {
            foreach (var job in jobs) Terminal.WriteJson(JobRecord.Of(job), JsonLines.Default.JobRecord);
            return ExitCode.Ok;
        }

        if (jobs.Count == 0) Terminal.WriteRemark("No job waits. Add one: sealift queue add SOURCE TARGET");
        var now = TimeProvider.System.GetUtcNow();
        var rows = jobs.Select(job => new[]
        {
            job.Id.ToString(CultureInfo.InvariantCulture),
            JobText.State(job, now),
            job.Priority == 0 ? "" : "priority " + job.Priority.ToString(CultureInfo.InvariantCulture),
            $"{job.Source} -> {job.Target}",
            job.Schedule?.Cron is null ? "" : JobText.Schedule(job.Schedule)!,
        }).ToList();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Select(row => row[column].Length).DefaultIfEmpty().Max()).ToList();
        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((text, column) => column == 0 ? text.PadLeft(widths[0]) : column < 4 ? text.PadRight(widths[column]) : text));
            Terminal.Out.WriteLine(TerminalText.Escape(line.TrimEnd()));
        }

        if (jobs.Exists(job => job.State == JobState.Running) && queue.FindRunner() is { } runner)
            Terminal.WriteRemark($"Process {runner.Pid} runs the queue since {JobText.Moment(runner.Since)}.");
        return ExitCode.Ok;
    }
}
