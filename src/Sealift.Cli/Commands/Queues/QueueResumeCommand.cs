using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands.Queues;

/// <summary>Lets paused jobs run again.</summary>
internal sealed class QueueResumeCommand : QueueCommand
{
    private readonly Argument<string[]> _ids = Jobs("The numbers of the jobs, as \"queue ls\" shows them.");
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a job, as \"queue ls\" has it." };

    public QueueResumeCommand(Terminal terminal)
        : base(terminal, "resume", "let paused jobs run again")
    {
        Arguments.Add(_ids);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details => ["They keep their place, their schedule and what they have done. \"queue run\" runs them."];

    public override IReadOnlyList<(string Line, string Remark)> Examples => [("sealift queue resume 3", "job 3 waits for its turn again")];

    protected override Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        ForEachAsync(arguments.GetRequiredValue(_ids), arguments.GetValue(_json), static (queue, id) => queue.Resume(id), cancellationToken);
}
