using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Planning.Walking;

namespace Sealift.Transfer.Queues;

/// <summary>The steps of a job that copies a single file.</summary>
/// <param name="job">The job.</param>
/// <param name="source">The file, relative to the root of the source.</param>
internal sealed class FileStep(PreparedJob job, FtpPath source)
{
    private readonly PatientLook _sourceLook = new(job.Source, job.Plan.TimeProvider);
    private readonly PatientLook _targetLook = new(job.Target, job.Plan.TimeProvider);

    public async IAsyncEnumerable<TransferStep> StepsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var target = job.FileTarget ?? source;
        var here = await _sourceLook.AskAsync(token => job.Source.Store.FindAsync(job.Source.Root.Combine(source), token), cancellationToken).ConfigureAwait(false)
            ?? throw new FileStoreException(FileStoreError.NotFound, source);
        await job.Target.CreateRootAsync(cancellationToken).ConfigureAwait(false);
        var there = await FindThereAsync(target, cancellationToken).ConfigureAwait(false);
        yield return (here.Kind, there) switch
        {
            (not FtpEntryKind.File, _) => Step(target, here, there, new Verdict(StepAction.Refuse, StepReason.NotAFile, "The source is not a regular file.")),
            (_, null) => Step(target, here, there, new Verdict(StepAction.Copy, StepReason.Missing, "new")),
            (_, { Kind: not FtpEntryKind.File }) =>
                Step(target, here, there, new Verdict(StepAction.Refuse, StepReason.KindDiffers, "What has that name in the target is not a regular file.")),
            _ => await CompareAsync(target, here, there, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<TransferStep> CompareAsync(FtpPath target, FtpEntry here, FtpEntry there, CancellationToken cancellationToken)
    {
        var comparer = new FileComparer(
            job.Source,
            job.Target,
            await SideFacts.AskAsync(job.Source, job.Plan.TimeProvider, cancellationToken).ConfigureAwait(false),
            await SideFacts.AskAsync(job.Target, job.Plan.TimeProvider, cancellationToken).ConfigureAwait(false),
            job.Plan);
        await comparer.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var step = Step(target, here, there, await comparer.CompareAsync(source, target, here, there, cancellationToken).ConfigureAwait(false));
        if (step.Action != StepAction.Replace) return step;
        if (job.Plan.Existing == ExistingPolicy.KeepBoth) return await BesideAsync(comparer, target, here, cancellationToken).ConfigureAwait(false);
        if (job.Plan.DecideConflict is not { } decide) return step;
        var decision = await decide(step, cancellationToken).ConfigureAwait(false);
        return decision == ConflictDecision.KeepBoth
            ? await BesideAsync(comparer, target, here, cancellationToken).ConfigureAwait(false)
            : await Conflict.ApplyAsync(step, source, decision, comparer, cancellationToken).ConfigureAwait(false);
    }

    // The first name with a number that is free, or whose file is this one already.
    private async ValueTask<TransferStep> BesideAsync(FileComparer comparer, FtpPath target, FtpEntry here, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var path = target.Parent!.Append(NumberedName.Of(target.Name, number));
            var there = await FindThereAsync(path, cancellationToken).ConfigureAwait(false);
            if (there is null)
                return Step(path, here, there, new Verdict(StepAction.Copy, StepReason.Existing, $"the target's \"{TerminalText.Escape(target.Name)}\" differs and is kept"));
            if (there.Kind != FtpEntryKind.File) continue;
            var verdict = await comparer.CompareAsync(source, path, here, there, cancellationToken).ConfigureAwait(false);
            if (verdict.Action != StepAction.Replace) return Step(path, here, there, verdict);
        }
    }

    private ValueTask<FtpEntry?> FindThereAsync(FtpPath path, CancellationToken cancellationToken) =>
        _targetLook.AskAsync(token => job.Target.Store.FindAsync(job.Target.Root.Combine(path), token), cancellationToken);

    private TransferStep Step(FtpPath target, FtpEntry here, FtpEntry? there, Verdict verdict) => new(verdict.Action, target, verdict.Reason)
    {
        SourcePath = source == target ? null : source,
        Source = here,
        Target = there,
        Because = verdict.Because,
    };
}
