using System.CommandLine;
using Sealift.Cli;
using Sealift.Cli.CommandLine;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Output;

using var terminal = Terminal.Open();
using var stop = new StopSignals();
terminal.Signals = stop;
return (int)await RunAsync();

async Task<ExitCode> RunAsync()
{
    try
    {
        var root = Root.Create(terminal);
        if (CompletionRequest.Find(args) is { } words)
        {
            CompletionRequest.Answer(terminal.Out, root, words);
            return ExitCode.Ok;
        }

        if (args.Length == 0)
        {
            HelpPage.Write(terminal.Error, root);
            return ExitCode.Usage;
        }

        var parsed = Root.Parse(root, args);
        terminal.WritesFailuresAsJson = parsed.CommandResult.Command.Options.Any(option => option.Name == "--json" && parsed.GetResult(option) is { Implicit: false });
        if (parsed.Errors.Count > 0) return UsageReport.Write(terminal, parsed);
        if (UsageReport.FindMistypedOption(parsed, args) is { } option) return UsageReport.WriteMistyped(terminal, option);

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        var code = (ExitCode)await parsed.InvokeAsync(configuration, stop.Token);
        await terminal.Out.FlushAsync();
        return code;
    }
    catch (OutputClosedException)
    {
        // Silent, as it is with every tool at the left of "| head"; the code says that not everything was written.
        return ExitCode.LocalDisk;
    }
    catch (Exception e)
    {
        var failure = FailureReport.Describe(e);
        terminal.WriteFailure(failure);
        return failure.ExitCode;
    }
}
