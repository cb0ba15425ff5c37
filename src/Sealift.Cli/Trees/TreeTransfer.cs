using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>Plans the transfer of a tree, shows the plan or carries it out, and tells what came of it.</summary>
internal sealed class TreeTransfer(Terminal terminal, TreeOptions options, Func<RemoteLocation, CancellationToken, Task<FtpClientOptions>> resolve)
{
    /// <summary>Whether files get the time of their source. Default true.</summary>
    public bool KeepTimes { get; init; } = true;

    /// <summary>Whether checksums of both sides are demanded. Default false.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Whether what can be compressed is. Default not.</summary>
    public FtpCompression Compression { get; init; } = FtpCompression.Off;

    /// <summary>Sessions with the server of an end. They are opened when they are needed.</summary>
    /// <param name="location">The server.</param>
    /// <param name="sessions">The most at once.</param>
    /// <param name="cancellationToken">Ends the wait for a password.</param>
    public async Task<TreeServer> OpenAsync(RemoteLocation location, int sessions, CancellationToken cancellationToken)
    {
        var resolved = await resolve(location, cancellationToken) with { Compression = Compression };
        var pool = new FtpClientPool(resolved, new FtpClientPoolOptions { MaxSessions = sessions });
        return new TreeServer(location, pool, TreeServer.IdentityOf(resolved, location), pool);
    }

    /// <summary>Does it, or shows what would be done.</summary>
    public async Task<ExitCode> RunAsync(ParseResult arguments, TransferSide source, TransferSide target, CancellationToken cancellationToken)
    {
        var isDryRun = options.IsDryRun(arguments);
        var report = new TreeReport(terminal, options.IsJson(arguments), options.ShowsAll(arguments), source.Name, target.Name);
        using var screen = terminal.DrawsProgress && !isDryRun && !options.IsJson(arguments) ? new TreeScreen(terminal, TimeProvider.System) : null;
        var planOptions = options.ReadPlan(arguments, KeepTimes) with
        {
            ConfirmDeletion = isDryRun ? report.ShowDeletionsAsync : (count, token) => ConfirmAsync(screen, count, token),
        };
        var plan = new TransferPlan(source, target, planOptions);
        try
        {
            var isThere = await plan.CheckAsync(cancellationToken);
            if (isDryRun) return await report.ShowAsync(plan, cancellationToken);
            if (!isThere) target = await MakeRootAsync(target, cancellationToken);
            if (!ReferenceEquals(target, plan.Target)) plan = new TransferPlan(source, target, planOptions);
        }
        catch (TransferPlanException e)
        {
            throw Refused(e, source);
        }

        var summary = await CarryAsync(
            source,
            target,
            journal => new TransferRunner(plan, options.ReadRun(arguments, KeepTimes, IsVerified) with { Journal = journal }),
            screen,
            report,
            isWhole: true,
            cancellationToken);
        return report.Finish(summary, plan.Summary);
    }

    /// <summary>Copies one file, which may travel in segments.</summary>
    public async Task<ExitCode> CopyFileAsync(ParseResult arguments, TransferSide source, TransferSide target, TransferStep file, CancellationToken cancellationToken)
    {
        var report = new TreeReport(terminal, options.IsJson(arguments), showsAll: false, source.Name, target.Name);
        using var screen = terminal.DrawsProgress && !options.IsJson(arguments) ? new TreeScreen(terminal, TimeProvider.System) : null;
        var summary = await CarryAsync(
            source,
            target,
            journal => new TransferRunner(
                source,
                target,
                new[] { file }.ToAsyncEnumerable(),
                options.ReadRun(arguments, KeepTimes, IsVerified) with { Journal = journal }),
            screen,
            report,
            isWhole: false,
            cancellationToken);
        return report.Finish(summary, new TransferPlanSummary());
    }

    // What a run leaves unfinished is remembered for the next one.
    private async Task<TransferRunSummary> CarryAsync(
        TransferSide source,
        TransferSide target,
        Func<ITransferJournal?, TransferRunner> prepare,
        TreeScreen? screen,
        TreeReport report,
        bool isWhole,
        CancellationToken cancellationToken)
    {
        await using var memory = await TreeMemory.OpenAsync(terminal, source, target, cancellationToken);
        TransferRunSummary? summary = null;
        await foreach (var happened in prepare(memory?.Journal).RunAsync(cancellationToken))
        {
            screen?.Show(happened);
            report.Show(happened);
            if (happened is RunFinished finished) summary = finished.Summary;
        }

        screen?.Clear();
        report.Kept = memory?.FindKept(terminal, target, summary!);
        if (memory is not null && summary is { PlanFailure: null, WasCancelled: false }) await memory.CompleteAsync(terminal, target, isWhole, cancellationToken);
        return summary!;
    }

    private static CommandException Refused(TransferPlanException e, TransferSide source) => new(
        e.Refusal switch
        {
            PlanRefusal.NoChecksums => ExitCode.ProofFailed,
            PlanRefusal.SourceMissing or PlanRefusal.SourceNotADirectory => source.Kind == TransferSideKind.Local ? ExitCode.LocalDisk : ExitCode.Refused,
            PlanRefusal.TargetNotADirectory => source.Kind == TransferSideKind.Local ? ExitCode.Refused : ExitCode.LocalDisk,
            _ => ExitCode.Usage,
        },
        e.Message,
        e.Hint,
        e);

    // A directory of this machine becomes a store of its own once it is there, so that no link leads out of it.
    private static async Task<TransferSide> MakeRootAsync(TransferSide target, CancellationToken cancellationToken)
    {
        await target.CreateRootAsync(cancellationToken);
        return target.Kind == TransferSideKind.Local ? TransferSide.Local(target.Name) : target;
    }

    private async ValueTask<bool> ConfirmAsync(TreeScreen? screen, DeletionCount count, CancellationToken cancellationToken)
    {
        if (!terminal.CanAsk) return false;
        using var pause = screen?.Pause();
        var share = count.TargetEntries == 0 ? 0 : 100.0 * count.Entries / count.TargetEntries;
        return await Question.AskAsync(
            terminal,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Delete {count.Files} files and {count.Directories} directories ({SizeText.Of(count.Bytes)}), {share:0} % of the {count.TargetEntries} entries of the target?"),
            cancellationToken);
    }
}
