using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Core;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Shows the last runs.</summary>
internal sealed class QueueHistoryCommand : QueueCommand
{
    private const int DefaultCount = 20;

    private readonly Option<int> _count = new("--last", "-n")
    {
        HelpName = "N",
        DefaultValueFactory = _ => DefaultCount,
        Description = $"How many runs, 1 to {TransferQueue.MaxHistory}; {DefaultCount} by default.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "One JSON object a run: job, source, target, outcome, started, ended, files, bytes, failed, failures, cause.",
    };

    public QueueHistoryCommand(Terminal terminal)
        : base(terminal, "history", "show the last runs of jobs")
    {
        _count.Validators.Add(result =>
        {
            if (result.Implicit) return;
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= TransferQueue.MaxHistory) return;
            result.AddError($"--last takes a number from 1 to {TransferQueue.MaxHistory}.");
        });
        Options.Add(_count);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        $"The newest first. The queue remembers the last {TransferQueue.MaxHistory} runs, of jobs that were removed too, and of each the first {JobResult.MaxFailures} failures. "
        + "\"interrupted\" means that the process was killed or the machine stopped; the job went on with its next run.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue history", "the last 20 runs"),
        ("sealift queue history -n 1000 --json | jq 'select(.failed > 0)'", "every run with failures that is remembered"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(cancellationToken);
        var runs = new TransferQueue(file).History(arguments.GetValue(_count));
        foreach (var run in runs)
        {
            if (arguments.GetValue(_json))
            {
                Terminal.WriteJson(JobResultRecord.Of(run.Job, run.Source, run.Target, run.Result), JsonLines.Default.JobResultRecord);
                continue;
            }

            Terminal.Out.WriteLine(TerminalText.Escape($"{JobText.Moment(run.Result.Ended)}  job {run.Job}  {run.Source} -> {run.Target}  {JobText.Result(run.Result)}"));
            if (run.Result.Cause is { } cause) Terminal.Out.WriteLine(TerminalText.Escape($"    {cause}"));
            foreach (var failure in run.Result.Failures) Terminal.Out.WriteLine(TerminalText.Escape($"    {failure}"));
        }

        if (runs.Count == 0 && !arguments.GetValue(_json)) Terminal.WriteRemark("No job was run yet.");
        return ExitCode.Ok;
    }
}
