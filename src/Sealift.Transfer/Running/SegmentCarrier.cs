using System.Buffers;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>
/// Carries the segments of one file on several sessions at once. A download goes into one part, each session at its own place; an upload
/// into a file for each segment, which the server joins.
/// </summary>
/// <remarks>
/// Each segment begins a block early, on its own session, and that block must be the end of the segment before it: so a server that
/// accepts an offset and does not begin there is found out, and so is a source that changed between two sessions.
/// </remarks>
internal sealed class SegmentCarrier(RunContext context, SourceEnd source, TargetEnd target, FileAttempt attempt)
{
    private const int BlockSize = 128 * 1024;

    // After this many bytes the journal hears of what is there.
    private const long WorthRemembering = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<FileSegment> _open = new();
    private long _unremembered;

    private FileJob Job => attempt.Job;

    /// <param name="from">The source's path in its store.</param>
    /// <param name="entry">The source.</param>
    /// <param name="remember">Tells the journal what is there by now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask CarryAsync(FtpPath from, FtpEntry entry, Func<CancellationToken, ValueTask> remember, CancellationToken cancellationToken)
    {
        foreach (var segment in Job.Segments)
        {
            if (!await IsProvenAsync(from, entry, segment, cancellationToken).ConfigureAwait(false)) segment.Done = 0;
            if (!segment.IsComplete) _open.Enqueue(segment);
            attempt.Bytes += segment.Done;
        }

        attempt.ResumedAt = attempt.Bytes;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var isTaken = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token);
        var helpers = new List<Task>();
        var count = _open.Count;
        for (var i = 1; i < count; i++) helpers.Add(HelpAsync(from, entry, remember, isTaken, giveUp.Token));
        try
        {
            await WorkAsync(source, target, from, entry, remember, isTaken, giveUp.Token).ConfigureAwait(false);
        }
        catch
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await Task.WhenAll(helpers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var helper in helpers)
        {
            if (!helper.IsCanceled) await helper.ConfigureAwait(false);
        }

        await CompareJointsAsync(cancellationToken).ConfigureAwait(false);
        if (Job.Segments[0].Part is null) return;
        attempt.IsAtSource = false;
        await target.JoinAsync(
            context.InTarget(Job.Part!), [.. Job.Segments.Select(segment => context.InTarget(segment.Part!))], cancellationToken).ConfigureAwait(false);
    }

    private async Task HelpAsync(
        FtpPath from, FtpEntry entry, Func<CancellationToken, ValueTask> remember, CancellationTokenSource isTaken, CancellationToken cancellationToken)
    {
        var (reader, writer) = (source.Another(), target.Another());
        try
        {
            // First the sessions, then a segment: other files' workers may keep all sessions for long, and a segment that waits for one with them would
            // keep its file, and so its worker's session, waiting too. Once the last segment is taken there is nothing to wait for.
            if (!await IsReadyAsync(reader, writer, isTaken.Token).ConfigureAwait(false)) return;
            await WorkAsync(reader, writer, from, entry, remember, isTaken, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A session that cannot be had is one fewer, not the end of the file: the first worker has its own and carries what nobody else does.
    private async ValueTask<bool> IsReadyAsync(SourceEnd reader, TargetEnd writer, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadyAsync(cancellationToken).ConfigureAwait(false);
            await writer.ReadyAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FtpException e)
        {
            context.Options.Logger.SegmentSessionFailed(Job.Step.Path.ToString(), e.Message);
            return false;
        }
    }

    private async Task WorkAsync(
        SourceEnd reader,
        TargetEnd writer,
        FtpPath from,
        FtpEntry entry,
        Func<CancellationToken, ValueTask> remember,
        CancellationTokenSource isTaken,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            FileSegment? segment;
            bool isLast;
            lock (_gate)
            {
                if (!_open.TryDequeue(out segment)) return;
                isLast = _open.Count == 0;
            }

            if (isLast) await isTaken.CancelAsync().ConfigureAwait(false);

            await CarryAsync(reader, writer, from, entry, segment, remember, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask CarryAsync(
        SourceEnd reader,
        TargetEnd writer,
        FtpPath from,
        FtpEntry entry,
        FileSegment segment,
        Func<CancellationToken, ValueTask> remember,
        CancellationToken cancellationToken)
    {
        var begin = segment.Offset + segment.Done;
        var overlap = (int)Math.Min(PrefixProof.TailSize, begin);
        var content = await reader.OpenAsync(from, begin - overlap, entry, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var early = new byte[overlap];
            await content.ReadExactlyAsync(early, cancellationToken).ConfigureAwait(false);
            if (segment.Done == 0) segment.Overlap = early;
            var part = segment.Part is { } own
                ? await writer.OpenAsync(context.InTarget(own), segment.Done, cancellationToken).ConfigureAwait(false)
                : await writer.OpenAtAsync(context.InTarget(Job.Part!), begin, cancellationToken).ConfigureAwait(false);
            await using (part.ConfigureAwait(false))
            {
                await CopyAsync(content, part, segment, entry, remember, cancellationToken).ConfigureAwait(false);
                await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            // The last one reads on to the end, which proves the size; the others have what they came for.
            if (segment.End == entry.Size && await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) != 0)
                throw new SourceChangedException("The source has grown while it was read.");
        }

        if (segment.Part is { } piece && await writer.FindSizeAsync(context.InTarget(piece), cancellationToken).ConfigureAwait(false) != segment.Length)
            throw new NotProvenException("A segment of the file is not in the target as it was sent.");
    }

    private async ValueTask CopyAsync(
        Stream content,
        FileWriteStream part,
        FileSegment segment,
        FtpEntry entry,
        Func<CancellationToken, ValueTask> remember,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (!segment.IsComplete)
            {
                var wanted = (int)Math.Min(context.Flow.BlockSize(BlockSize), segment.Length - segment.Done);
                var count = await content.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                if (count == 0) throw new SourceChangedException("The source is shorter than it was.");
                await context.Flow.PassAsync(count, cancellationToken).ConfigureAwait(false);
                await part.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                bool isWorthRemembering;
                lock (_gate)
                {
                    segment.Done += count;
                    attempt.Moved(count, Job.Step.Path, entry.Size);
                    _unremembered += count;
                    isWorthRemembering = _unremembered >= WorthRemembering;
                    if (isWorthRemembering) _unremembered = 0;
                }

                if (isWorthRemembering) await remember(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // I6, for each segment: its last block is the source's.
    private async ValueTask<bool> IsProvenAsync(FtpPath from, FtpEntry entry, FileSegment segment, CancellationToken cancellationToken)
    {
        var (part, at) = segment.Part is { } own ? (own, segment.Done) : (Job.Part!, segment.Offset + segment.Done);
        if (segment.Done < PrefixProof.TailSize) return false;
        attempt.IsAtSource = false;
        var size = await target.FindSizeAsync(context.InTarget(part), cancellationToken).ConfigureAwait(false);
        if (segment.Part is not null && size is not null && size < segment.Length) segment.Done = at = size.Value;
        if (size is null || size < at || at < PrefixProof.TailSize) return false;
        var there = await ReadAsync(token => target.OpenReadAsync(context.InTarget(part), at - PrefixProof.TailSize, token), cancellationToken).ConfigureAwait(false);
        attempt.IsAtSource = true;
        var begin = segment.Offset + segment.Done - PrefixProof.TailSize;
        var here = await ReadAsync(token => source.OpenAsync(from, begin, entry, token), cancellationToken).ConfigureAwait(false);
        return here.AsSpan().SequenceEqual(there);
    }

    // The block before each segment, as its own session gave it, is the end of the segment before it.
    private async ValueTask CompareJointsAsync(CancellationToken cancellationToken)
    {
        for (var i = 1; i < Job.Segments.Count; i++)
        {
            var (segment, before) = (Job.Segments[i], Job.Segments[i - 1]);
            if (segment.Overlap is not { Length: > 0 } overlap) continue;
            attempt.IsAtSource = false;
            var (part, end) = before.Part is { } own ? (own, before.Length) : (Job.Part!, segment.Offset);
            var start = Math.Max(0, end - overlap.Length);
            var there = await ReadAsync(token => target.OpenReadAsync(context.InTarget(part), start, token), cancellationToken).ConfigureAwait(false);
            var length = (int)Math.Min(end - start, there.Length);
            if (there.AsSpan(0, length).SequenceEqual(overlap.AsSpan(overlap.Length - length))) continue;
            throw new NotProvenException(
                "Two segments do not fit together: the server did not begin where it was asked to, or the source changed.",
                "Copy the file without segments.");
        }
    }

    private static async ValueTask<byte[]> ReadAsync(Func<CancellationToken, ValueTask<Stream>> open, CancellationToken cancellationToken)
    {
        var content = await open(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var block = new byte[PrefixProof.TailSize];
            var count = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

            // At the end of the file this ends the transfer in order; elsewhere it is broken off, having told what it was to tell.
            _ = await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            return block[..count];
        }
    }
}
