using System.Buffers;
using Sealift.Client.Data;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    private const int CopyBufferSize = 128 * 1024;

    /// <summary>Opens a file to read: RETR, after REST when there is an offset (RFC 3659 section 5).</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where to begin, in bytes from the start; 0 to the file's size.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpReplyException">The server refused: there is no such file, for example (550).</exception>
    public Task<FtpReadStream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return OpenAsync(new FtpCommand("RETR", path), offset, cancellationToken);
    }

    /// <summary>Opens a file to write: STOR, APPE, or REST and STOR.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">What happens to the file that is there.</param>
    /// <param name="offset">With <see cref="FtpWriteMode.Resume"/>: where to go on, in bytes from the start; else 0.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpReplyException">The server refused: no right to write (550), a full disk (452, 552), a bad name (553).</exception>
    public async Task<FtpWriteStream> OpenWriteAsync(
        FtpPath path, FtpWriteMode mode = FtpWriteMode.Replace, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > 0 && mode != FtpWriteMode.Resume)
            throw new ArgumentException("Only a resumed upload has an offset.", nameof(offset));
        var command = new FtpCommand(mode == FtpWriteMode.Append ? "APPE" : "STOR", path);
        var transfer = await DataTransfer.OpenAsync(_session, command, offset, cancellationToken).ConfigureAwait(false);
        return new FtpWriteStream(transfer, offset);
    }

    /// <summary>Downloads a file into a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Where the bytes go. It is not closed; what it holds is only complete if this returns.</param>
    /// <param name="offset">Where to begin, in bytes from the start.</param>
    /// <param name="progress">Told the bytes received so far, after each block.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public async Task<FtpTransferResult> DownloadAsync(
        FtpPath path, Stream target, long offset = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        var source = await OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await CopyAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
            return source.Result!;
        }
    }

    /// <summary>Uploads a stream into a file.</summary>
    /// <param name="source">The bytes, read to the end. With an offset it must already stand there.</param>
    /// <param name="path">The file.</param>
    /// <param name="mode">What happens to the file that is there.</param>
    /// <param name="offset">With <see cref="FtpWriteMode.Resume"/>: where to go on, in bytes from the start.</param>
    /// <param name="progress">Told the bytes sent so far, after each block.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    public async Task<FtpTransferResult> UploadAsync(
        Stream source,
        FtpPath path,
        FtpWriteMode mode = FtpWriteMode.Replace,
        long offset = 0,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var target = await OpenWriteAsync(path, mode, offset, cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            await CopyAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
            await target.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return target.Result!;
        }
    }

    private static async Task CopyAsync(
        Stream source, Stream target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            var total = 0L;
            int count;
            while ((count = await source.ReadAsync(buffer.AsMemory(0, CopyBufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                total += count;
                progress?.Report(total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal async Task<FtpReadStream> OpenAsync(FtpCommand command, long offset, CancellationToken cancellationToken) =>
        new(await DataTransfer.OpenAsync(_session, command, offset, cancellationToken).ConfigureAwait(false));
}
