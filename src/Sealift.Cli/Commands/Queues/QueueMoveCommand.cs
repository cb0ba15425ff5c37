using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Changes the order of the queue.</summary>
internal sealed class QueueMoveCommand : QueueCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The number of the job, as \"queue ls\" shows it." };
    private readonly Option<string?> _before = new("--before") { HelpName = "ID", Description = "Put it before this job, and give it the same priority." };
    private readonly Option<bool> _last = new("--to-end") { Description = "Put it behind all others of its priority." };
    private readonly Option<int?> _priority = new("--priority") { HelpName = "N", Description = "Give it this priority: a higher one runs earlier, and 0 is usual." };

    public QueueMoveCommand(Terminal terminal)
        : base(terminal, "move", "change the order in which jobs run")
    {
        Arguments.Add(_id);
        Options.Add(_before);
        Options.Add(_last);
        Options.Add(_priority);
    }

    public override IReadOnlyList<string> Details => ["Jobs of a higher priority run first, those of one priority in their order. A job that is running goes on all the same."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift queue move 7 --before 3", "job 7 runs before job 3"),
        ("sealift queue move 7 --priority 10", "job 7 runs before everything of a lower priority"),
        ("sealift queue move 7 --to-end", "job 7 runs after its equals"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var before = arguments.GetValue(_before);
        var priority = arguments.GetValue(_priority);
        var isLast = arguments.GetValue(_last);
        if (before is null && priority is null && !isLast) throw CommandException.Usage("nothing says where the job goes.", "Give --before ID, --to-end or --priority N.");
        if (before is not null && (isLast || priority is not null))
            throw CommandException.Usage("--before says it all: it excludes --to-end and --priority.", "Leave one of them out.");
        var id = ReadId(arguments.GetRequiredValue(_id));
        await using var file = await OpenAsync(cancellationToken);
        var queue = new TransferQueue(file);
        if (queue.Find(id) is null) throw NoJob(id);
        if (before is not null && queue.Find(ReadId(before)) is null) throw NoJob(ReadId(before));
        if (before is not null) queue.Move(id, ReadId(before));
        if (priority is { } number) queue.SetPriority(id, number);
        if (isLast) queue.Move(id, before: null);
        return ExitCode.Ok;
    }
}
