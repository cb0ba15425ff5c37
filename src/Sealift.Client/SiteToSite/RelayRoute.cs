using System.Buffers;
using Sealift.Core;

namespace Sealift.Client.SiteToSite;

/// <summary>Carries a file through this machine: read from one session, written to another, block by block.</summary>
internal static class RelayRoute
{
    private const int BlockSize = 128 * 1024;

    /// <summary>Carries the file.</summary>
    /// <returns>Both transfers, and the checksum of the bytes that went through where an algorithm was given.</returns>
    public static async Task<(FtpTransferResult Read, FtpTransferResult Written, FtpChecksum? Checksum)> CarryAsync(
        FtpClient source,
        FtpPath from,
        FtpClient target,
        FtpPath to,
        FtpHashAlgorithm? algorithm,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        using var hasher = algorithm is { } chosen ? new FtpHasher(chosen) : null;
        var reading = await source.OpenReadAsync(from, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (reading.ConfigureAwait(false))
        {
            var writing = await target.OpenWriteAsync(to, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (writing.ConfigureAwait(false))
            {
                await PumpAsync(reading, writing, hasher, progress, cancellationToken).ConfigureAwait(false);
                await writing.CompleteAsync(cancellationToken).ConfigureAwait(false);
                return (reading.Result!, writing.Result!, hasher?.Finish());
            }
        }
    }

    private static async ValueTask PumpAsync(
        Stream from, Stream to, FtpHasher? hasher, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var total = 0L;
            int count;
            while ((count = await from.ReadAsync(buffer.AsMemory(0, BlockSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                hasher?.Append(buffer.AsSpan(0, count));
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                progress?.Report(total += count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
