using System.Buffers;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>
/// Copies files, one after the other, from one end to the other: part, proof, name. What the target's name holds is the old or
/// the new content at any moment.
/// </summary>
internal sealed class FileCarrier(RunContext context, SourceEnd source, TargetEnd target) : IAsyncDisposable
{
    private const int BlockSize = 128 * 1024;

    // Less is sooner carried again than proven.
    private const long WorthResuming = PrefixProof.TailSize;

    // How long what failed may keep the run waiting until it is cleaned up.
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(5);

    private TransferRunOptions Options => context.Options;

    public async ValueTask<TransferReceipt> CarryAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        var from = context.InSource(job);
        var before = job.Source ??= await LookAsync(attempt, from, cancellationToken).ConfigureAwait(false);
        if (!job.Step.ResumesTarget && context.Sites is { IsRefused: false } sites && await CopyBetweenSitesAsync(sites, attempt, from, before, cancellationToken).ConfigureAwait(false) is { } direct)
            return direct;

        // It is asked before anything is opened: a session that carries a file has no answer for anybody else.
        var algorithm = Options.Proof == TransferProof.Size ? null : await FindAlgorithmAsync(cancellationToken).ConfigureAwait(false);
        if (algorithm is null && Options.Proof == TransferProof.Hash) throw NoChecksum();
        if (await FindSegmentsAsync(attempt, before, cancellationToken).ConfigureAwait(false))
            return await CarrySegmentsAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        var resumed = await BeginAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        await using (resumed.ConfigureAwait(false))
        {
            await context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, attempt.ResumedAt, job.Attempt)).ConfigureAwait(false);

            // What is gone on with was read by another attempt: its checksum has to be computed from the file.
            using var hasher = algorithm is { } chosen && attempt.ResumedAt == 0 ? new FtpHasher(chosen) : null;
            var evidence = await MoveAsync(attempt, from, before, resumed, hasher, cancellationToken).ConfigureAwait(false);
            return await FinishAsync(attempt, from, before, evidence, hasher, cancellationToken).ConfigureAwait(false);
        }
    }

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
            if (isOver && job.Left is { } left) await RememberEndAsync(left with { Attempts = job.Attempt, Cause = cause?.Cause }).ConfigureAwait(false);
            return;
        }

        var keeps = Options.Resume && cause?.Class is not (FailureClass.SourceChanged or FailureClass.NotProven)
            && (!isOver || Options.Journal is not null);
        if (context.Sessions.IsAnyAway)
        {
            // Nothing can be looked at now. The next attempt looks itself, and another run finds it by the journal.
            if (!keeps) Options.Logger.PartRemains(part.ToString(), "the server is away");
            if (isOver) await RememberEndAsync(RecordOf(job, cause)).ConfigureAwait(false);
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

        if (isOver) await RememberEndAsync(RecordOf(job, cause)).ConfigureAwait(false);
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

    public async ValueTask RestAsync()
    {
        await source.RestAsync().ConfigureAwait(false);
        await target.RestAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        await target.DisposeAsync().ConfigureAwait(false);
    }

    // Whether the file travels in segments: what an earlier attempt began that way is gone on with that way.
    private async ValueTask<bool> FindSegmentsAsync(FileAttempt attempt, FtpEntry before, CancellationToken cancellationToken)
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
            await DropSegmentsAsync(job, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<TransferReceipt> CarrySegmentsAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        var count = job.Segments.Count;
        await RememberAsync(job, before, cancellationToken).ConfigureAwait(false);
        await context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, job.Segments.Sum(segment => segment.Done), job.Attempt)).ConfigureAwait(false);
        var segments = new SegmentCarrier(context, source, target, attempt);
        await segments.CarryAsync(from, before, token => RememberAsync(job, before, token), cancellationToken).ConfigureAwait(false);
        job.Segments = [];
        const TransferEvidence Carried = TransferEvidence.Sent | TransferEvidence.EndProven | TransferEvidence.Confirmed;
        var receipt = await FinishAsync(attempt, from, before, Carried, hasher: null, cancellationToken).ConfigureAwait(false);
        return receipt with { Segments = count };
    }

    // The servers carry the file; this side looks before and after, and gives it its time.
    private async ValueTask<TransferReceipt?> CopyBetweenSitesAsync(
        SiteRoute sites, FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        await context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, ResumedAt: 0, job.Attempt)).ConfigureAwait(false);
        await RestAsync().ConfigureAwait(false); // its sessions may be all that the servers allow
        var path = context.InTarget(job.Step.Path);
        if (await sites.FindAsync(from, path, cancellationToken).ConfigureAwait(false) is not { } result) return null;
        attempt.Bytes = result.Bytes;
        context.Count.Moved(result.Bytes);
        var after = await LookAsync(attempt, from, cancellationToken).ConfigureAwait(false);
        if (!SourceLook.IsSame(before, after)) throw new SourceChangedException("The source changed while it was copied: its size or time is another one now.");
        attempt.IsAtSource = false;
        if (Options.KeepTimes && before.Modified?.ToUtc() is { } modified) await target.KeepTimeAsync(path, modified, cancellationToken).ConfigureAwait(false);
        if (Options.IsMove) await DeleteSourceAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        var evidence = TransferEvidence.Sent | TransferEvidence.Confirmed | TransferEvidence.SourceUnchanged
            | (result.IsSizeCompared ? TransferEvidence.SizeCompared : TransferEvidence.None)
            | (result.Checksum is null ? TransferEvidence.None : TransferEvidence.HashCompared);
        return new TransferReceipt(job.Step.Path, result.Bytes, evidence, attempt.Elapsed) { Checksum = result.Checksum, Attempts = job.Attempt, Route = result.Route };
    }

    private async ValueTask DropSegmentsAsync(FileJob job, CancellationToken cancellationToken)
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

    private async ValueTask<FtpEntry> LookAsync(FileAttempt attempt, FtpPath from, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = true;
        var entry = await source.FindAsync(from, cancellationToken).ConfigureAwait(false);
        return entry ?? throw new FileStoreException(FileStoreError.NotFound, from, "the source has vanished");
    }

    // The stream that comes back stands at the offset, and what lies before it is proven to be in the part.
    private async ValueTask<Stream> BeginAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        if (await TakeOverAsync(attempt, from, before, cancellationToken).ConfigureAwait(false) is { } taken) return taken;
        if (await FindResumableAsync(attempt, from, before, cancellationToken).ConfigureAwait(false) is { } length)
        {
            var proof = new PrefixProof(source, target);
            await context.Feed.WriteAsync(new FileProving(job.Step.Path, TransferEvidence.SizeCompared)).ConfigureAwait(false);
            try
            {
                var stream = await proof.OpenBehindAsync(attempt, from, context.InTarget(job.Part!), length, before, cancellationToken).ConfigureAwait(false);
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

            // What cannot be gone on with makes room for another part: nothing of it gets into the new one, whatever the server does with an offset.
            attempt.IsAtSource = false;
            await target.DeleteAsync(context.InTarget(job.Part!), cancellationToken).ConfigureAwait(false);
            job.Part = null;
        }

        job.IsTakenOver = false;

        // The journal hears of it before the first byte, of a part that is begun anew as well: what is in it will be of this version.
        job.Started = before;
        job.Part ??= PartName.Beside(job.Step.Path);
        await RememberAsync(job, before, cancellationToken).ConfigureAwait(false);

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
        if (await target.FindSizeAsync(path, cancellationToken).ConfigureAwait(false) is not { } length || length < WorthResuming || length > size) return null;
        await context.Feed.WriteAsync(new FileProving(job.Step.Path, TransferEvidence.SizeCompared)).ConfigureAwait(false);
        Stream? stream = null;
        try
        {
            stream = await new PrefixProof(source, target).OpenBehindAsync(attempt, from, path, length, before, cancellationToken).ConfigureAwait(false);
            if (stream is null) return null;
            attempt.IsAtSource = false;
            var part = PartName.Beside(job.Step.Path);
            (job.Part, job.Started) = (part, before);
            await RememberAsync(job, before, cancellationToken).ConfigureAwait(false);
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
        return length >= WorthResuming && length <= size ? length : null;
    }

    private async ValueTask RememberAsync(FileJob job, FtpEntry before, CancellationToken cancellationToken)
    {
        if (Options.Journal is not { } journal) return;
        await journal.WriteAsync(
            new FileRecord(job.Step.Path, FileState.Pending)
            {
                Part = job.Part,
                Segments = [.. job.Segments.Select(static segment => segment.ToRecord())],
                SourceSize = before.Size,
                SourceModified = before.Modified,
                SourceUnique = before.Unique,
                Attempts = job.Attempt,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static FileRecord RecordOf(FileJob job, TransferFailure? cause) => new(job.Step.Path, cause is null || job.Part is not null ? FileState.Pending : FileState.Failed)
    {
        Part = job.Part,
        Segments = [.. job.Segments.Select(static segment => segment.ToRecord())],
        SourceSize = job.Started?.Size,
        SourceModified = job.Started?.Modified,
        SourceUnique = job.Started?.Unique,
        Attempts = job.Attempt,
        Cause = cause?.Cause,
    };

    private async ValueTask RememberEndAsync(FileRecord record)
    {
        if (Options.Journal is not { } journal) return;
        try
        {
            await journal.WriteAsync(record, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The file has failed already; what the journal adds to that must not hide why.
            Options.Logger.JournalFailed(record.Path.ToString(), e.Message);
        }
    }

    // The strongest that both have. A store computes everything; a server what it lists.
    private async ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken) =>
        await target.FindAlgorithmAsync(cancellationToken).ConfigureAwait(false) is { } there
        && await source.FindAlgorithmAsync(cancellationToken).ConfigureAwait(false) is { } here
            ? (FtpHashAlgorithm)Math.Min((int)here, (int)there)
            : null;

    private async ValueTask<TransferEvidence> MoveAsync(
        FileAttempt attempt, FtpPath from, FtpEntry before, Stream content, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        attempt.IsAtSource = false;
        var part = await target.OpenAsync(context.InTarget(job.Part!), attempt.ResumedAt, cancellationToken).ConfigureAwait(false);
        var isSent = false;
        await using (part.ConfigureAwait(false))
        {
            try
            {
                await CopyAsync(attempt, content, part, before, hasher, cancellationToken).ConfigureAwait(false);
                attempt.IsAtSource = false;
                isSent = true;
                await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
                return TransferEvidence.Sent | TransferEvidence.EndProven | TransferEvidence.Confirmed;
            }
            catch (FtpException e) when (IsLostReply(e) && attempt.Bytes == before.Size && !cancellationToken.IsCancellationRequested)
            {
                // Every byte has arrived, or was sent, and only the word for it is missing: looking comes before sending again (F3, F4).
                Options.Logger.ReplyLost(job.Step.Path.ToString(), e.Message);
                if (!isSent && !(attempt.IsAtSource && source.IsEndProven)) throw;
            }
        }

        if (!isSent) await CompleteReceivedAsync(attempt, cancellationToken).ConfigureAwait(false);
        return TransferEvidence.Sent | TransferEvidence.FoundAfterLostReply;
    }

    // All bytes were received and written; the part is opened at its end and made durable.
    private async ValueTask CompleteReceivedAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = false;
        var part = await target.OpenAsync(context.InTarget(attempt.Job.Part!), attempt.Bytes, cancellationToken).ConfigureAwait(false);
        await using (part.ConfigureAwait(false))
        {
            await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A refusal is an answer; a connection that ended or fell silent is none.
    private static bool IsLostReply(FtpException e) => e is FtpConnectionException { Reply: null or { Code: 421 } };

    private async ValueTask CopyAsync(
        FileAttempt attempt, Stream content, FileWriteStream part, FtpEntry before, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (true)
            {
                attempt.IsAtSource = true;
                var block = buffer.AsMemory(0, context.Flow.BlockSize(BlockSize));
                var count = await content.ReadAsync(block, cancellationToken).ConfigureAwait(false);
                if (count == 0) return;
                hasher?.Append(block.Span[..count]);
                await context.Flow.PassAsync(count, cancellationToken).ConfigureAwait(false);
                attempt.IsAtSource = false;
                await part.WriteAsync(block[..count], cancellationToken).ConfigureAwait(false);
                attempt.Moved(count, attempt.Job.Step.Path, before.Size);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<TransferReceipt> FinishAsync(
        FileAttempt attempt, FtpPath from, FtpEntry before, TransferEvidence evidence, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        var part = context.InTarget(job.Part!);
        attempt.IsAtSource = true;
        var after = await source.FindAfterAsync(from, before, cancellationToken).ConfigureAwait(false)
            ?? throw new SourceChangedException("The source vanished while it was read.");
        if (!SourceLook.IsSame(before, after))
            throw new SourceChangedException("The source changed while it was read: its size or time is another one now.");
        evidence |= TransferEvidence.SourceUnchanged;
        if (before is { Size: { } expected, IsSizeApproximate: false } && attempt.Bytes != expected)
            throw new SourceChangedException($"The source was listed with {expected} bytes and gave {attempt.Bytes}.");

        attempt.IsAtSource = false;
        var stored = await target.SealAsync(part, context.InTarget(job.Step.Path), before, cancellationToken).ConfigureAwait(false);
        if (stored < attempt.Bytes && evidence.HasFlag(TransferEvidence.FoundAfterLostReply))
        {
            // Nothing is wrong with what is there, it is only not all of it: it can be gone on with.
            throw new FtpConnectionException(FtpConnectionFailure.Closed, $"The connection ended, and the target has {stored} of {attempt.Bytes} bytes.");
        }

        if (stored is not null && stored != attempt.Bytes)
            throw new NotProvenException($"The target has {stored} of {attempt.Bytes} bytes, though it confirmed them.");
        if (stored is not null) evidence |= TransferEvidence.SizeCompared;
        else if (evidence.HasFlag(TransferEvidence.FoundAfterLostReply))
            throw new NotProvenException("The confirmation was lost, and the target does not tell the size of what it has.");

        var checksum = await ProveAsync(attempt, from, part, hasher, cancellationToken).ConfigureAwait(false);
        if (checksum is not null) evidence |= TransferEvidence.HashCompared;

        attempt.IsAtSource = false;
        evidence |= await PublishAsync(part, context.InTarget(job.Step.Path), attempt.Bytes, cancellationToken).ConfigureAwait(false);
        job.Part = null;
        if (Options.Journal is { } journal)
        {
            await journal.WriteAsync(
                new FileRecord(job.Step.Path, FileState.Done)
                {
                    SourceSize = before.Size,
                    SourceModified = before.Modified,
                    SourceUnique = before.Unique,
                    Attempts = job.Attempt,
                },
                CancellationToken.None).ConfigureAwait(false);
        }

        if (Options.IsMove) await DeleteSourceAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        return new TransferReceipt(job.Step.Path, attempt.Bytes, evidence, attempt.Elapsed)
        {
            Checksum = checksum,
            ResumedAt = attempt.ResumedAt,
            Attempts = job.Attempt,
        };
    }

    private async ValueTask<FtpChecksum?> ProveAsync(
        FileAttempt attempt, FtpPath from, FtpPath part, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        if (Options.Proof == TransferProof.Size) return null;
        await context.Feed.WriteAsync(new FileProving(attempt.Job.Step.Path, TransferEvidence.HashCompared)).ConfigureAwait(false);
        var algorithm = hasher?.Algorithm ?? await FindAlgorithmAsync(cancellationToken).ConfigureAwait(false);
        FtpChecksum? here = null;
        FtpChecksum? there = null;
        if (algorithm is { } chosen)
        {
            // What was computed on the way shows what was read; the source's own word shows what it has.
            attempt.IsAtSource = true;
            here = source.ComputesItself
                ? await source.HashAsync(from, chosen, cancellationToken).ConfigureAwait(false)
                : hasher?.Finish() ?? await source.HashAsync(from, chosen, cancellationToken).ConfigureAwait(false);
            attempt.IsAtSource = false;
            there = await target.HashAsync(part, chosen, cancellationToken).ConfigureAwait(false);
        }

        if (here is null || there is null)
        {
            if (Options.Proof == TransferProof.HashWherePossible) return null;
            throw NoChecksum();
        }

        if (!here.Equals(there)) throw new NotProvenException("The checksums of source and target differ.");
        return there;
    }

    private static NotProvenException NoChecksum() => new(
        "There is no checksum that both sides have, and one is demanded.", "Demand the size alone, or a checksum only where possible.", isForGood: true);

    // Where the answer to the rename is lost, looking tells whether it happened; renaming again would meet a part that is gone.
    private async ValueTask<TransferEvidence> PublishAsync(FtpPath part, FtpPath path, long size, CancellationToken cancellationToken)
    {
        try
        {
            await target.PublishAsync(part, path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.None;
        }
        catch (FtpException e) when (IsLostReply(e) && !cancellationToken.IsCancellationRequested)
        {
            Options.Logger.ReplyLost(path.ToString(), e.Message);
        }

        if (await target.FindSizeAsync(part, cancellationToken).ConfigureAwait(false) is not null)
        {
            await target.PublishAsync(part, path, cancellationToken).ConfigureAwait(false);
            await target.TidyAsync(path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.None;
        }

        if (await target.FindSizeAsync(path, cancellationToken).ConfigureAwait(false) == size)
        {
            await target.TidyAsync(path, cancellationToken).ConfigureAwait(false);
            return TransferEvidence.FoundAfterLostReply;
        }

        throw new NotProvenException("The answer to the rename was lost, and neither the part nor the file is where it ought to be.");
    }

    // I3: only after the proof, and after one more look.
    private async ValueTask DeleteSourceAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = true;
        var now = await source.FindAsync(from, cancellationToken).ConfigureAwait(false);
        if (now is null) return;
        if (!SourceLook.IsSame(before, now)) throw new SourceChangedException("The source changed after it was copied, so it was not deleted.");
        await source.DeleteAsync(from, cancellationToken).ConfigureAwait(false);
    }
}
