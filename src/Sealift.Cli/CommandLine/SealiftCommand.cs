using System.CommandLine;
using Sealift.Cli.Output;

namespace Sealift.Cli.CommandLine;

/// <summary>One command: its syntax, its page of the manual and its work.</summary>
internal abstract class SealiftCommand : Command
{
    protected SealiftCommand(Terminal terminal, string name, string summary)
        : base(name, summary)
    {
        Terminal = terminal;
        SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return (int)await RunAsync(arguments, cancellationToken);
            }
            finally
            {
                await FinishAsync(arguments);
            }
        });
    }

    /// <summary>What the help says after the usage; paragraphs.</summary>
    public virtual IReadOnlyList<string> Details => [];

    /// <summary>Command lines to copy, each with a remark.</summary>
    public abstract IReadOnlyList<(string Line, string Remark)> Examples { get; }

    /// <summary>Options that the help shows under a title of their own, after the command's own options.</summary>
    public virtual IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [];

    protected Terminal Terminal { get; }

    /// <summary>What is done when the work is over, however it ended.</summary>
    protected virtual Task FinishAsync(ParseResult arguments) => Task.CompletedTask;

    protected abstract Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken);
}
