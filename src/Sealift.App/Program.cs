using System.CommandLine;
using System.CommandLine.Help;
using Sealift.App.Hosting;
using Sealift.Cli;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Commands;
using Sealift.Cli.Output;

using var terminal = Terminal.Open();
using var stop = new StopSignals();
return (int)await RunAsync();

// The words are those of "sealift app", read by the same class, so that help and errors are the same.
async Task<ExitCode> RunAsync()
{
    try
    {
        var root = new RootCommand("moves files over FTP sealed in TLS (FTPS)")
        {
            new AppCommand(terminal) { Run = (settings, cancellationToken) => AppHost.RunAsync(terminal, settings, cancellationToken) },
        };
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpPage(terminal), Description = "Show this page." });
        var parsed = Root.Parse(root, ["app", .. args]);
        if (parsed.Errors.Count > 0) return UsageReport.Write(terminal, parsed);
        return (ExitCode)await parsed.InvokeAsync(
            new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
    }
    catch (Exception e)
    {
        var failure = FailureReport.Describe(e);
        terminal.WriteFailure(failure);
        return failure.ExitCode;
    }
}
