using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Core.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.State;
using Sealift.Transfer.Watching;

namespace Sealift.Cli.Trees;

/// <summary>Follows a directory and shows what is carried, until it is stopped.</summary>
internal sealed class WatchTransfer(Terminal terminal, TreeOptions options, WatchOptions watch)
{
    /// <summary>Follows it.</summary>
    public async Task<ExitCode> RunAsync(ParseResult arguments, string source, TransferSide target, CancellationToken cancellationToken)
    {
        var isJson = options.IsJson(arguments);
        await using var file = await OpenStateAsync(cancellationToken);
        target = await MakeRootAsync(source, target, arguments, cancellationToken);
        var follow = new DirectoryWatch(
            source,
            target,
            options.ReadPlan(arguments, options.KeepsTimes(arguments)),
            options.ReadRun(arguments, options.KeepsTimes(arguments), options.IsVerified(arguments)),
            watch.Read(arguments),
            file);
        using var screen = terminal.DrawsProgress && !isJson ? new TreeScreen(terminal, TimeProvider.System) : null;
        var report = new TreeReport(terminal, isJson, showsAll: false, source, target.Name);
        await foreach (var happened in follow.RunAsync(cancellationToken))
        {
            switch (happened)
            {
                case WatchProgress { Event: var step }:
                    screen?.Show(step);
                    report.Show(step);
                    if (step is RunFinished { Summary: { WasCancelled: false } summary } && (summary.FilesDone + summary.StepsDone + summary.Deleted + summary.Failures.Count > 0 || isJson))
                    {
                        screen?.Clear();
                        report.Kept = TreeMemory.FindKept(terminal, file, (target.Store as LocalFileStore)?.Root, summary);
                        report.Finish(summary with { PlanFailure = null }, new TransferPlanSummary());
                        terminal.Out.Flush();
                    }

                    break;
                case WatchRest rest:
                    screen?.Clear();
                    if (rest.Cause is { } cause)
                    {
                        var again = rest.RetryAfter is { } after ? string.Create(CultureInfo.InvariantCulture, $" It is tried again in {after.TotalSeconds:0.#} s.") : "";
                        terminal.WriteWarning($"{cause}{again}");
                    }

                    break;
            }
        }

        // Stopping is how this ends; a file on its way is gone on with by the next run.
        terminal.WriteRemark("Stopped.");
        return ExitCode.Ok;
    }

    private async ValueTask<TransferSide> MakeRootAsync(string source, TransferSide target, ParseResult arguments, CancellationToken cancellationToken)
    {
        // What can never work is said at once, before anything is followed.
        await using var here = TransferSide.Local(source);
        try
        {
            if (await new TransferPlan(here, target, options.ReadPlan(arguments, keepTimes: true)).CheckAsync(cancellationToken)) return target;
        }
        catch (TransferPlanException e)
        {
            throw CommandException.Usage(e.Message, e.Hint);
        }

        await target.CreateRootAsync(cancellationToken);
        return target.Kind == TransferSideKind.Local ? TransferSide.Local(target.Name) : target;
    }

    private async ValueTask<StateFile?> OpenStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenState.OpenAsync(terminal, "sealift sync --watch", cancellationToken);
        }
        catch (StateException e) when (e.Failure is StateFailure.Unusable or StateFailure.LibraryMissing)
        {
            terminal.WriteWarning($"nothing is remembered for another run, so that a file that is cut will begin again: {e.Message}");
            return null;
        }
    }
}
