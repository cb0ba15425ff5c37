using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.App.Queue;
using Sealift.Cli.Output;
using Sealift.Cli.Queues;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.App.Sync;

/// <summary>Makes the plan of a synchronisation, as the job would, and changes nothing.</summary>
internal sealed class SyncPlanner(AppTerminal terminal, SessionRecords records)
{
    /// <summary>Plans.</summary>
    /// <param name="transfer">What is wanted.</param>
    /// <param name="told">Called with what is known so far, now and then.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Exception">Everything that <see cref="FailureReport"/> describes.</exception>
    public async Task<SyncPlan> PlanAsync(NewTransfer transfer, Action<TransferPlanSummary> told, CancellationToken cancellationToken)
    {
        var job = NewJobs.From(transfer);
        await using var preparation = new JobPreparation(terminal.Terminal) { Vault = terminal.Vault, Known = terminal.Known, Typed = terminal.Typed, Observe = (options, _) => records.Observe(options, "plan") };
        await using var prepared = await preparation.PrepareAsync(new TransferJob(0, job.Source, job.Target) { Options = job.Options }, cancellationToken);
        if (prepared.File is not null) throw CommandException.Usage($"{job.Source} is a file.", "Choose a directory; a single file is copied on the Files page.");
        DeletionCount? large = null;
        var options = prepared.Plan with
        {
            ConfirmDeletion = (count, _) =>
            {
                large = count;
                return ValueTask.FromResult(true);
            },
        };
        var plan = new TransferPlan(prepared.Source, prepared.Target, options);
        var tree = new PlanTree();
        var steps = 0;
        await foreach (var step in plan.StepsAsync(cancellationToken))
        {
            tree.Add(step);
            if (++steps % 50 == 0) told(plan.Summary);
        }

        tree.Complete();
        return new SyncPlan(tree, plan.Summary, large, options.DeletionLimit.ToString());
    }
}
