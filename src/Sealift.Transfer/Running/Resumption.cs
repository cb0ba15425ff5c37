using Sealift.Client;
using Sealift.Core;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>Where a file begins: behind what is proven to be there of this version of the source (I6), or at zero.</summary>
internal sealed class Resumption(RunContext context, SourceEnd source, TargetEnd target, JobRecords records, UnfinishedParts parts)
{
    private TransferRunOptions Options => context.Options;

    /// <summary>Whether the file travels in segments: what an earlier attempt began that way is gone on with that way.</summary>
    public async ValueTask<bool> FindSegmentsAsync(FileAttempt attempt, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (job.Left is { Segments.Count: > 0, Part: { } part } left)
        {
            job.Left = null;
            job.Part = part;
            job.Segments = [.. left.Segments.Select(FileSegment.From)];
            job.Started = new FtpEntry { Name = before.Name, Kind = before.Kind, Size = left.SourceSize, Modified = left.SourceModified, Unique = left.SourceUnique };
        }

        if (job.Segments.Count > 0)
        {
            if (Options.Resume && job.Started is { } started && started.Size == before.Size && SourceLook.IsSame(started, before)) return true;
            await parts.DropSegmentsAsync(job, cancellationToken).ConfigureAwait(false);
        }

        if (Options.Segments < 2 || job.IsWhole || job.Step.ResumesTarget || job.Part is not null || job.Left?.Part is not null) return false;
        if (before is not { Size: { } size, IsSizeApproximate: false } || size / 2 < Options.SmallestSegment) return false;
        attempt.IsAtSource = true;
        if (!await source.CanBeginAnywhereAsync(cancellationToken).ConfigureAwait(false)) return false;
        attempt.IsAtSource = false;
        Func<FtpPath>? partOf = null;
        if (!(source.ComputesItself && target.TakesSegments))
        {
            if (!await target.CanJoinAsync(cancellationToken).ConfigureAwait(false)) return false;
            partOf = () => PartName.Beside(job.Step.Path);
        }

        job.Segments = FileSegment.Split(size, Options.Segments, Options.SmallestSegment, partOf);
        job.Part = PartName.Beside(job.Step.Path);
        job.Started = before;
        return true;
    }

    /// <summary>Opens the source: the stream stands at the offset, and what lies before it is proven to be in the part.</summary>
    public async ValueTask<Stream> BeginAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (await TakeOverAsync(attempt, from, before, cancellationToken).ConfigureAwait(false) is { } taken) return taken;
        if (await FindResumableAsync(attempt, from, before, cancellationToken).ConfigureAwait(false) is { } length)
        {
            var proof = new PrefixProof(source, target);
            await context.Feed.WriteAsync(new FileProving(job.Step.Path, TransferEvidence.SizeCompared)).ConfigureAwait(false);
            try
            {
                var stream = job.IsPartHeld
                    ? null
                    : await proof.OpenBehindAsync(attempt, from, context.InTarget(job.Part!), length, before, cancellationToken).ConfigureAwait(false);
                if (stream is not null)
                {
                    attempt.ResumedAt = attempt.Bytes = length;
                    return stream;
                }
            }
            catch (FtpReplyException e) when (FailureJudge.IsOffsetRefused(e))
            {
                Options.Logger.CannotResume(job.Step.Path.ToString(), e.Message);
            }
            catch (FtpConnectionException e) when (e.Failure == FtpConnectionFailure.Timeout && !attempt.IsAtSource)
            {
                // vsftpd locks what is being uploaded, and does not notice for minutes that a connection is gone: the next attempt does not wait for it.
                job.IsPartHeld = true;
                throw;
            }

            // What cannot be gone on with makes room for another part: nothing of it gets into the new one, whatever the server does with an offset.
            attempt.IsAtSource = false;
            await target.DeleteAsync(context.InTarget(job.Part!), cancellationToken).ConfigureAwait(false);
            job.Part = null;
            job.IsPartHeld = false;
        }

        job.IsTakenOver = false;

        // The journal hears of it before the first byte, of a part that is begun anew as well: what is in it will be of this version.
        job.Started = before;
        job.Part ??= PartName.Beside(job.Step.Path);
        await records.RememberAsync(job, before, cancellationToken).ConfigureAwait(false);

        attempt.IsAtSource = true;
        return await source.OpenAsync(from, 0, before, cancellationToken).ConfigureAwait(false);
    }

    // What has the target's name is said to be a beginning of the source's. Proven to be one it becomes the part; otherwise it stays until it is replaced.
    private async ValueTask<Stream?> TakeOverAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (!job.Step.ResumesTarget || job.Part is not null || job.Left?.Part is not null || before is not { Size: { } size, IsSizeApproximate: false }) return null;
        attempt.IsAtSource = false;
        var path = context.InTarget(job.Step.Path);
        if (await target.FindSizeAsync(path, cancellationToken).ConfigureAwait(false) is not { } length || length < UnfinishedParts.WorthResuming || length > size) return null;
        await context.Feed.WriteAsync(new FileProving(job.Step.Path, TransferEvidence.SizeCompared)).ConfigureAwait(false);
        Stream? stream = null;
        try
        {
            stream = await new PrefixProof(source, target).OpenBehindAsync(attempt, from, path, length, before, cancellationToken).ConfigureAwait(false);
            if (stream is null) return null;
            attempt.IsAtSource = false;
            var part = PartName.Beside(job.Step.Path);
            (job.Part, job.Started) = (part, before);
            await records.RememberAsync(job, before, cancellationToken).ConfigureAwait(false);
            await target.PublishAsync(path, context.InTarget(part), cancellationToken).ConfigureAwait(false);
            job.IsTakenOver = true;
            attempt.ResumedAt = attempt.Bytes = length;
            var behind = stream;
            stream = null;
            return behind;
        }
        catch (FtpReplyException e) when (FailureJudge.IsOffsetRefused(e))
        {
            Options.Logger.CannotResume(job.Step.Path.ToString(), e.Message);
            return null;
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    // How much of the part may be gone on with, if it belongs to this very version of the source (I6).
    private async ValueTask<long?> FindResumableAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (job.Left is { Part: { } left } record)
        {
            job.Left = null;
            job.Part = left;
            job.Started = new FtpEntry
            {
                Name = before.Name,
                Kind = before.Kind,
                Size = record.SourceSize,
                Modified = record.SourceModified,
                Unique = record.SourceUnique,
            };
        }

        if (job.Part is null || job.Started is not { Size: { } size } started || !Options.Resume || before.IsSizeApproximate) return null;
        if (started.Modified is null && started.Unique is null) return null; // the size alone says nothing of the version
        if (!SourceLook.IsSame(size, started.Modified, started.Unique, before) || before.Size != size) return null;
        attempt.IsAtSource = false;
        var length = await target.FindSizeAsync(context.InTarget(job.Part), cancellationToken).ConfigureAwait(false);
        return length >= UnfinishedParts.WorthResuming && length <= size ? length : null;
    }
}
