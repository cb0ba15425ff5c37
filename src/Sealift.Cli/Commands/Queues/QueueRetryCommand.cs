using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Queues;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Lets jobs run again.</summary>
internal sealed class QueueRetryCommand : QueueCommand
{
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "The numbers of the jobs; without any: every job that failed.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a job, as \"queue ls\" has it." };

    public QueueRetryCommand(Terminal terminal)
        : base(terminal, "retry", "let failed jobs run again")
    {
        Arguments.Add(_ids);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "A job that is retried compares source and target anew: what arrived meanwhile, or before it failed, is not carried again. A job that is done may be "
        + "retried too, and one that is due later runs at once.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue retry", "every failed job waits for its turn again"),
        ("sealift queue retry 7 && sealift queue run", "job 7, now"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_ids) is { Length: > 0 } ids) return await ForEachAsync(ids, arguments.GetValue(_json), static (queue, id) => queue.Retry(id), cancellationToken);
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        var failed = queue.List().Where(job => job.State == JobState.Failed).ToList();
        if (failed.Count == 0) Terminal.WriteRemark("No job has failed.");
        foreach (var job in failed)
        {
            if (queue.Retry(job.Id) is not { } now) continue;
            if (arguments.GetValue(_json)) Terminal.WriteJson(JobRecord.Of(now), JsonLines.Default.JobRecord);
            else Terminal.WriteRemark($"Job {job.Id} is {JobText.State(now, TimeProvider.System.GetUtcNow())}.");
        }

        return ExitCode.Ok;
    }
}
