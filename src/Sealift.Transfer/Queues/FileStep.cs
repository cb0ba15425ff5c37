using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Queues;

/// <summary>The steps of a job that copies a single file.</summary>
/// <param name="job">The job.</param>
/// <param name="source">The file, relative to the root of the source.</param>
internal sealed class FileStep(PreparedJob job, FtpPath source)
{
    public async IAsyncEnumerable<TransferStep> StepsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var target = job.FileTarget ?? source;
        var here = await job.Source.Store.FindAsync(job.Source.Root.Combine(source), cancellationToken).ConfigureAwait(false)
            ?? throw new FileStoreException(FileStoreError.NotFound, source);
        await job.Target.CreateRootAsync(cancellationToken).ConfigureAwait(false);
        var there = await job.Target.Store.FindAsync(job.Target.Root.Combine(target), cancellationToken).ConfigureAwait(false);
        yield return Step(source, target, here, there);
    }

    private TransferStep Step(FtpPath path, FtpPath target, FtpEntry here, FtpEntry? there)
    {
        var (action, reason, because) = (here.Kind, there) switch
        {
            (not FtpEntryKind.File, _) => (StepAction.Refuse, StepReason.NotAFile, "The source is not a regular file."),
            (_, null) => (StepAction.Copy, StepReason.Missing, "new"),
            (_, { Kind: not FtpEntryKind.File }) => (StepAction.Refuse, StepReason.KindDiffers, "What has that name in the target is not a regular file."),
            _ when job.Plan.Existing == ExistingPolicy.Skip => (StepAction.Keep, StepReason.Existing, "there is one already"),
            _ when job.Plan.Existing == ExistingPolicy.ReplaceAlways => (StepAction.Replace, StepReason.Forced, "asked for"),
            _ when here.Size != there.Size => (StepAction.Replace, StepReason.SizeDiffers, "the sizes differ"),
            _ when HasSameTime(here, there) => (StepAction.Keep, StepReason.SameSizeAndTime, "size and time agree"),
            _ => (StepAction.Replace, StepReason.TimeDiffers, "the times differ"),
        };
        return new TransferStep(action, target, reason) { SourcePath = path == target ? null : path, Source = here, Target = there, Because = because };
    }

    private bool HasSameTime(FtpEntry here, FtpEntry there)
    {
        if (here.Modified?.ToUtc() is not { } one || there.Modified?.ToUtc() is not { } other) return false;
        var precision = job.Source.Traits.TimePrecision > job.Target.Traits.TimePrecision ? job.Source.Traits.TimePrecision : job.Target.Traits.TimePrecision;
        return (one - other).Duration() < precision;
    }
}
