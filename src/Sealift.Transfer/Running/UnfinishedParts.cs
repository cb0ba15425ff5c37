using Sealift.Core;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>What becomes of the unfinished files of a worker: kept where they can be gone on with, removed elsewhere.</summary>
internal sealed class UnfinishedParts(RunContext context, TargetEnd target, JobRecords records)
{
    /// <summary>Less is sooner carried again than proven, in bytes.</summary>
    public const long WorthResuming = PrefixProof.TailSize;

    // How long what failed may keep the run waiting until it is cleaned up.
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(5);

    private TransferRunOptions Options => context.Options;

    /// <summary>After a failed attempt: keeps the part where it can be gone on with, and removes it elsewhere.</summary>
    /// <param name="job">The file.</param>
    /// <param name="isOver">Whether this run does not try it again.</param>
    /// <param name="cause">Why it failed; null where it was only broken off.</param>
    public async ValueTask LeaveAsync(FileJob job, bool isOver, TransferFailure? cause)
    {
        job.Source = null;
        if (job.Part is not { } part)
        {
            // What an earlier run left was of no use so far and may be to the next one: the journal keeps it.
            if (isOver && job.Left is { } left) await records.RememberEndAsync(left with { Attempts = job.Attempt, Cause = cause?.Cause }).ConfigureAwait(false);
            return;
        }

        var keeps = Options.Resume && cause?.Class is not (FailureClass.SourceChanged or FailureClass.NotProven)
            && (!isOver || Options.Journal is not null);
        if (context.Sessions.IsAnyAway)
        {
            // Nothing can be looked at now. The next attempt looks itself, and another run finds it by the journal.
            if (!keeps) Options.Logger.PartRemains(part.ToString(), "the server is away");
            if (isOver) await records.RememberEndAsync(JobRecords.RecordOf(job, cause)).ConfigureAwait(false);
            return;
        }

        using var limit = new CancellationTokenSource(CleaningTime, Options.TimeProvider);
        try
        {
            if (job.IsTakenOver && !keeps)
            {
                // It was somebody's file: it gets its name back, longer than it was.
                await target.PublishAsync(context.InTarget(part), context.InTarget(job.Step.Path), limit.Token).ConfigureAwait(false);
                (job.Part, job.IsTakenOver) = (null, false);
            }
            else if (job.Segments.Count > 0)
            {
                if (!keeps) await DropSegmentsAsync(job, limit.Token).ConfigureAwait(false);
            }
            else if (!keeps || await target.FindSizeAsync(context.InTarget(part), limit.Token).ConfigureAwait(false) is null or < WorthResuming)
            {
                await target.DeleteAsync(context.InTarget(part), limit.Token).ConfigureAwait(false);
                job.Part = null;
            }
        }
        catch (Exception e) when (e is FtpException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Options.Logger.PartRemains(part.ToString(), e.Message);
        }

        if (isOver) await records.RememberEndAsync(JobRecords.RecordOf(job, cause)).ConfigureAwait(false);
    }

    /// <summary>Removes what earlier runs left of a file that is complete by now. What cannot be removed stays in the journal.</summary>
    public async ValueTask CleanAsync(FileRecord left, CancellationToken cancellationToken)
    {
        try
        {
            if (left.Part is { } part) await target.DeleteAsync(context.InTarget(part), cancellationToken).ConfigureAwait(false);
            foreach (var segment in left.Segments)
            {
                if (segment.Part is { } piece) await target.DeleteAsync(context.InTarget(piece), cancellationToken).ConfigureAwait(false);
            }

            if (Options.Journal is { } journal)
                await journal.WriteAsync(new FileRecord(left.Path, FileState.Done), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FtpException or IOException)
        {
            Options.Logger.PartRemains(left.Path.ToString(), e.Message);
        }
    }

    /// <summary>Removes the segments of a file, which then travels whole.</summary>
    public async ValueTask DropSegmentsAsync(FileJob job, CancellationToken cancellationToken)
    {
        foreach (var segment in job.Segments)
        {
            if (segment.Part is { } piece) await target.DeleteAsync(context.InTarget(piece), cancellationToken).ConfigureAwait(false);
        }

        if (job.Part is { } part) await target.DeleteAsync(context.InTarget(part), cancellationToken).ConfigureAwait(false);
        job.Segments = [];
        job.Part = null;
        job.IsWhole = true;
    }
}
