using System.Buffers;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>
/// Copies files, one after the other, from one end to the other: part, proof, name. What the target's name holds is the old or
/// the new content at any moment.
/// </summary>
internal sealed class FileCarrier : IAsyncDisposable
{
    private const int BlockSize = 128 * 1024;

    private readonly RunContext _context;
    private readonly SourceEnd _source;
    private readonly TargetEnd _target;
    private readonly JobRecords _records;
    private readonly Resumption _resumption;
    private readonly ChecksumProof _checksums;
    private readonly Publication _publication;

    public FileCarrier(RunContext context, SourceEnd source, TargetEnd target)
    {
        _context = context;
        _source = source;
        _target = target;
        _records = new JobRecords(context);
        Unfinished = new UnfinishedParts(context, target, _records);
        _resumption = new Resumption(context, source, target, _records, Unfinished);
        _checksums = new ChecksumProof(context, source, target);
        _publication = new Publication(context, target);
    }

    /// <summary>What becomes of a file that is not finished.</summary>
    public UnfinishedParts Unfinished { get; }

    private TransferRunOptions Options => _context.Options;

    public async ValueTask<TransferReceipt> CarryAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        var from = _context.InSource(job);
        if (job.Carried is { } carried)
        {
            // It has its name: carrying it once more would be of no use to anybody.
            await DeleteSourceAsync(attempt, from, carried.Source, cancellationToken).ConfigureAwait(false);
            return carried.Receipt with { Attempts = job.Attempt };
        }

        var before = job.Source ??= await LookAsync(attempt, from, cancellationToken).ConfigureAwait(false);
        if (!job.Step.ResumesTarget && _context.Sites is { IsRefused: false } sites && await CopyBetweenSitesAsync(sites, attempt, from, before, cancellationToken).ConfigureAwait(false) is { } direct)
            return direct;

        // It is asked before anything is opened: a session that carries a file has no answer for anybody else.
        var algorithm = Options.Proof == TransferProof.Size ? null : await _checksums.FindAlgorithmAsync(cancellationToken).ConfigureAwait(false);
        if (algorithm is null && Options.Proof == TransferProof.Hash) throw ChecksumProof.NoChecksum();
        if (await _resumption.FindSegmentsAsync(attempt, before, cancellationToken).ConfigureAwait(false))
            return await CarrySegmentsAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        var resumed = await _resumption.BeginAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        await using (resumed.ConfigureAwait(false))
        {
            await _context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, attempt.ResumedAt, job.Attempt)).ConfigureAwait(false);

            // What is gone on with was read by another attempt: its checksum has to be computed from the file.
            using var hasher = algorithm is { } chosen && attempt.ResumedAt == 0 ? new FtpHasher(chosen) : null;
            var evidence = await MoveAsync(attempt, from, before, resumed, hasher, cancellationToken).ConfigureAwait(false);
            return await FinishAsync(attempt, from, before, evidence, hasher, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask RestAsync()
    {
        await _source.RestAsync().ConfigureAwait(false);
        await _target.RestAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await _target.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<TransferReceipt> CarrySegmentsAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        var count = job.Segments.Count;
        await _records.RememberAsync(job, before, cancellationToken).ConfigureAwait(false);
        await _context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, job.Segments.Sum(segment => segment.Done), job.Attempt)).ConfigureAwait(false);
        var segments = new SegmentCarrier(_context, _source, _target, attempt);
        await segments.CarryAsync(from, before, token => _records.RememberAsync(job, before, token), cancellationToken).ConfigureAwait(false);
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
        await _context.Feed.WriteAsync(new FileStarted(job.Step, before.Size, ResumedAt: 0, job.Attempt)).ConfigureAwait(false);
        await RestAsync().ConfigureAwait(false); // its sessions may be all that the servers allow
        var path = _context.InTarget(job.Step.Path);
        if (await sites.FindAsync(from, path, cancellationToken).ConfigureAwait(false) is not { } result) return null;
        attempt.Bytes = result.Bytes;
        _context.Count.Moved(result.Bytes);
        var after = await LookAsync(attempt, from, cancellationToken).ConfigureAwait(false);
        if (!SourceLook.IsSame(before, after)) throw new SourceChangedException("The source changed while it was copied: its size or time is another one now.");
        attempt.IsAtSource = false;
        if (Options.KeepTimes && before.Modified?.ToUtc() is { } modified) await _target.KeepTimeAsync(path, modified, cancellationToken).ConfigureAwait(false);
        var evidence = TransferEvidence.Sent | TransferEvidence.Confirmed | TransferEvidence.SourceUnchanged
            | (result.IsSizeCompared ? TransferEvidence.SizeCompared : TransferEvidence.None)
            | (result.Checksum is null ? TransferEvidence.None : TransferEvidence.HashCompared);
        var receipt = new TransferReceipt(job.Step.Path, result.Bytes, evidence, attempt.Elapsed) { Checksum = result.Checksum, Attempts = job.Attempt, Route = result.Route };
        return await EndMoveAsync(attempt, from, before, receipt, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<FtpEntry> LookAsync(FileAttempt attempt, FtpPath from, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = true;
        var entry = await _source.FindAsync(from, cancellationToken).ConfigureAwait(false);
        return entry ?? throw new FileStoreException(FileStoreError.NotFound, from, "the source has vanished");
    }

    private async ValueTask<TransferEvidence> MoveAsync(
        FileAttempt attempt, FtpPath from, FtpEntry before, Stream content, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        var job = attempt.Job;
        attempt.IsAtSource = false;
        var part = await _target.OpenAsync(_context.InTarget(job.Part!), attempt.ResumedAt, cancellationToken).ConfigureAwait(false);
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
            catch (FtpException e) when (FailureJudge.IsReplyLost(e) && attempt.Bytes == before.Size && !cancellationToken.IsCancellationRequested)
            {
                // Every byte has arrived, or was sent, and only the word for it is missing: looking comes before sending again (F3, F4).
                Options.Logger.ReplyLost(job.Step.Path.ToString(), e.Message);
                if (!isSent && !(attempt.IsAtSource && _source.IsEndProven)) throw;
            }
        }

        if (!isSent) await CompleteReceivedAsync(attempt, cancellationToken).ConfigureAwait(false);
        return TransferEvidence.Sent | TransferEvidence.FoundAfterLostReply;
    }

    // All bytes were received and written; the part is opened at its end and made durable.
    private async ValueTask CompleteReceivedAsync(FileAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = false;
        var part = await _target.OpenAsync(_context.InTarget(attempt.Job.Part!), attempt.Bytes, cancellationToken).ConfigureAwait(false);
        await using (part.ConfigureAwait(false))
        {
            await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask CopyAsync(
        FileAttempt attempt, Stream content, FileWriteStream part, FtpEntry before, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (true)
            {
                attempt.IsAtSource = true;
                var block = buffer.AsMemory(0, _context.Flow.BlockSize(BlockSize));
                var count = await content.ReadAsync(block, cancellationToken).ConfigureAwait(false);
                if (count == 0) return;
                hasher?.Append(block.Span[..count]);
                await _context.Flow.PassAsync(count, cancellationToken).ConfigureAwait(false);
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
        var part = _context.InTarget(job.Part!);
        attempt.IsAtSource = true;
        var after = await _source.FindAfterAsync(from, before, cancellationToken).ConfigureAwait(false)
            ?? throw new SourceChangedException("The source vanished while it was read.");
        if (!SourceLook.IsSame(before, after))
            throw new SourceChangedException("The source changed while it was read: its size or time is another one now.");
        evidence |= TransferEvidence.SourceUnchanged;
        if (before is { Size: { } expected, IsSizeApproximate: false } && attempt.Bytes != expected)
            throw new SourceChangedException($"The source was listed with {expected} bytes and gave {attempt.Bytes}.");

        attempt.IsAtSource = false;
        long? stored;
        try
        {
            stored = await _target.SealAsync(part, _context.InTarget(job.Step.Path), before, cancellationToken).ConfigureAwait(false);
        }
        catch (NotProvenException e) when (e.IsMissing && evidence.HasFlag(TransferEvidence.FoundAfterLostReply))
        {
            // A server may drop what a connection that broke had sent. It has confirmed nothing, so nothing is wrong with what it says.
            throw new FtpConnectionException(FtpConnectionFailure.Closed, "The connection ended, and the target has nothing of the file.", innerException: e);
        }

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

        var checksum = await _checksums.ProveAsync(attempt, from, part, hasher, cancellationToken).ConfigureAwait(false);
        if (checksum is not null) evidence |= TransferEvidence.HashCompared;

        attempt.IsAtSource = false;
        evidence |= await _publication.PublishAsync(part, _context.InTarget(job.Step.Path), attempt.Bytes, cancellationToken).ConfigureAwait(false);
        job.Part = null;
        await _records.RememberDoneAsync(job, before).ConfigureAwait(false);
        var receipt = new TransferReceipt(job.Step.Path, attempt.Bytes, evidence, attempt.Elapsed)
        {
            Checksum = checksum,
            ResumedAt = attempt.ResumedAt,
            Attempts = job.Attempt,
        };
        return await EndMoveAsync(attempt, from, before, receipt, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TransferReceipt> EndMoveAsync(
        FileAttempt attempt, FtpPath from, FtpEntry before, TransferReceipt receipt, CancellationToken cancellationToken)
    {
        if (!Options.IsMove) return receipt;
        attempt.Job.Carried = (receipt, before);
        await DeleteSourceAsync(attempt, from, before, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    // I3: only after the proof, and after one more look.
    private async ValueTask DeleteSourceAsync(FileAttempt attempt, FtpPath from, FtpEntry before, CancellationToken cancellationToken)
    {
        attempt.IsAtSource = true;
        var now = await _source.FindAsync(from, cancellationToken).ConfigureAwait(false);
        if (now is null) return;
        if (!SourceLook.IsSame(before, now))
        {
            attempt.Job.Carried = null; // the new version is to be carried
            throw new SourceChangedException("The source changed after it was copied, so it was not deleted.");
        }

        await _source.DeleteAsync(from, cancellationToken).ConfigureAwait(false);
    }
}
