using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Keeps jobs from running.</summary>
internal sealed class QueuePauseCommand : QueueCommand
{
    private readonly Argument<string[]> _ids = Jobs("The numbers of the jobs, as \"queue ls\" shows them.");
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a job, as \"queue ls\" has it." };

    public QueuePauseCommand(Terminal terminal)
        : base(terminal, "pause", "keep jobs from running until they are resumed")
    {
        Arguments.Add(_ids);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "A job that is running is stopped within seconds by the process that runs it, which says so. What it has done stays done, a file that was on its way is gone on "
        + "with after \"queue resume\".",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift queue pause 3 4", "jobs 3 and 4 wait")];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        ForEachAsync(arguments.GetRequiredValue(_ids), arguments.GetValue(_json), static (queue, id) => queue.Pause(id), cancellationToken);
}
