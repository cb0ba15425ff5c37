using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Tracing;

namespace Sealift.Cli.CommandLine;

/// <summary>One command: its syntax, its page of the manual and its work.</summary>
internal abstract class SealiftCommand : Command
{
    private TraceOptions? _traceOptions;
    private SessionTrace? _trace;

    protected SealiftCommand(Terminal terminal, string name, string summary)
        : base(name, summary)
    {
        Terminal = terminal;
        SetAction(async (arguments, cancellationToken) =>
        {
            ExitCode code;
            try
            {
                code = await RunAsync(arguments, cancellationToken);
            }
            catch (Exception)
            {
                await DrawFailedAsync(arguments);
                throw;
            }

            if (_trace is not null) await _trace.FinishAsync(arguments, hasFailed: false);
            return (int)code;
        });
    }

    /// <summary>What the help says after the usage; paragraphs.</summary>
    public virtual IReadOnlyList<string> Details => [];

    /// <summary>Command lines to copy, each with a remark.</summary>
    public abstract IReadOnlyList<(string Line, string Remark)> Examples { get; }

    /// <summary>Options that the help shows under a title of their own, after the command's own options.</summary>
    public virtual IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [];

    protected Terminal Terminal { get; }

    /// <summary>What records and draws the sessions of a command that connects.</summary>
    protected SessionTrace Trace => _trace ?? throw new InvalidOperationException("The command did not take the options of a picture.");

    /// <summary>The options of the picture, as a group of the help.</summary>
    protected (string Title, IReadOnlyList<Option> Options) TraceGroup => ("The session's picture", _traceOptions?.All ?? []);

    /// <summary>Adds the options of the picture, which every command that connects has.</summary>
    /// <param name="isResult">Whether the picture is what the command is for.</param>
    protected void TakeTraceOptions(bool isResult = false)
    {
        _traceOptions = new TraceOptions(this);
        _trace = new SessionTrace(Terminal, _traceOptions, isResult);
    }

    protected abstract Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken);

    // What ended the command is what is reported; that its picture could not be written either is told besides.
    private async Task DrawFailedAsync(ParseResult arguments)
    {
        try
        {
            if (_trace is not null) await _trace.FinishAsync(arguments, hasFailed: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CommandException)
        {
            Terminal.WriteWarning($"the session's picture could not be written: {e.Message}");
        }
    }
}
