using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Core;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Shows a job.</summary>
internal sealed class QueueShowCommand : QueueCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The number of the job, as \"queue ls\" shows it." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, as \"queue ls\" has it." };

    public QueueShowCommand(Terminal terminal)
        : base(terminal, "show", "show everything about a job")
    {
        Arguments.Add(_id);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["Its options, its schedule, and what came of its last run, with each file that failed and why."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift queue show 3", "job 3")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = ReadId(arguments.GetRequiredValue(_id));
        await using var file = await OpenAsync(cancellationToken);
        var job = new TransferQueue(file).Find(id) ?? throw NoJob(id);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(JobRecord.Of(job), JsonLines.Default.JobRecord);
            return ExitCode.Ok;
        }

        Write("job", job.Id.ToString(CultureInfo.InvariantCulture));
        Write("state", JobText.State(job, TimeProvider.System.GetUtcNow()));
        Write("source", job.Source);
        Write("target", job.Target);
        Write("options", string.Join(' ', JobWords.Of(job).Arguments.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word)));
        Write("priority", job.Priority == 0 ? "" : job.Priority.ToString(CultureInfo.InvariantCulture));
        Write("schedule", JobText.Schedule(job.Schedule));
        Write("due", job is { Due: { } due, State: JobState.Waiting or JobState.Paused } ? JobText.Moment(due) : null);
        Write("added", JobText.Moment(job.Added));
        Write("runs", job.Runs.ToString(CultureInfo.InvariantCulture));
        if (job.Last is { } last)
        {
            Write("last run", $"{JobText.Moment(last.Started)} to {JobText.Moment(last.Ended)}, {JobText.Result(last)}");
            Write("", last.Cause);
            foreach (var failure in last.Failures) Write("", failure);
        }

        return ExitCode.Ok;
    }

    private void Write(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Terminal.Out.WriteLine(TerminalText.Escape($"{name,-10}{value}"));
    }
}
