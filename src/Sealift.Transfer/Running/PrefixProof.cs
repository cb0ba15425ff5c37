using System.Buffers;
using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>
/// Shows that an unfinished part is the beginning of this version of the source: its last block is read on both sides. The source is
/// read on from there, so that a download costs nothing more than the block.
/// </summary>
internal sealed class PrefixProof(SourceEnd source, TargetEnd target)
{
    /// <summary>How much is compared.</summary>
    public const int TailSize = 64 * 1024;

    /// <summary>Opens the source behind the part; null if the part does not belong to it.</summary>
    public async ValueTask<Stream?> OpenBehindAsync(
        FileAttempt attempt, FtpPath from, FtpPath part, long length, FtpEntry entry, CancellationToken cancellationToken)
    {
        var start = length - TailSize;
        var buffer = ArrayPool<byte>.Shared.Rent(TailSize * 2);
        Stream? content = null;
        try
        {
            var (there, here) = (buffer.AsMemory(0, TailSize), buffer.AsMemory(TailSize, TailSize));
            attempt.IsAtSource = false;
            if (!await ReadTailAsync(part, start, there, cancellationToken).ConfigureAwait(false)) return null;
            attempt.IsAtSource = true;
            content = await source.OpenAsync(from, start, entry, cancellationToken).ConfigureAwait(false);
            var count = await content.ReadAtLeastAsync(here, TailSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (count < TailSize || !here.Span.SequenceEqual(there.Span)) return null;
            var proven = content;
            content = null;
            return proven;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (content is not null) await content.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> ReadTailAsync(FtpPath part, long start, Memory<byte> tail, CancellationToken cancellationToken)
    {
        var content = await target.OpenReadAsync(part, start, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var count = await content.ReadAtLeastAsync(tail, tail.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

            // One more read: the end of a part on a server is proven only by it, and the session stays in step.
            return count == tail.Length && await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0;
        }
    }
}
