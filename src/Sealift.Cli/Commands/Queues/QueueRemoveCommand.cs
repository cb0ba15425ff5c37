using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Removes jobs.</summary>
internal sealed class QueueRemoveCommand : QueueCommand
{
    private readonly Argument<string[]> _ids = new("ID") { Description = "The numbers of the jobs, as \"queue ls\" shows them.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _done = new("--done") { Description = "Remove every job that is done." };

    public QueueRemoveCommand(Terminal terminal)
        : base(terminal, "rm", "remove jobs from the queue")
    {
        Arguments.Add(_ids);
        Options.Add(_done);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Files are not touched: what a job has carried stays. A job that is running is stopped within seconds, and then removed. The history keeps its runs; an "
        + "unfinished file that it leaves is found by \"queue clean\".",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue rm 3", "job 3 is not run any more"),
        ("sealift queue rm --done", "tidy up"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var ids = (arguments.GetValue(_ids) ?? []).Select(ReadId).ToList();
        var isDone = arguments.GetValue(_done);
        if (ids.Count == 0 && !isDone) throw CommandException.Usage("no job is named.", "Name the numbers of jobs, or give --done.");
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        foreach (var id in ids.Where(id => queue.Find(id) is null)) throw NoJob(id);
        if (isDone) ids.AddRange(queue.List().Where(job => job.State == JobState.Done).Select(job => job.Id).Except(ids).ToList());
        foreach (var id in ids)
        {
            queue.Remove(id);
            Terminal.WriteRemark(queue.Find(id) is null ? $"Job {id} is removed." : $"Job {id} is being stopped, and removed then.");
        }

        return ExitCode.Ok;
    }
}
