using System.Buffers;
using Sealift.Client.Compression;
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
    public Task<FtpReadStream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default) =>
        OpenReadAsync(path, new FtpTransferOptions { Offset = offset }, cancellationToken);

    /// <summary>Opens a file to read, in the form that the options say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is carried.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The options contradict each other: text (TYPE A) has no offset.</exception>
    /// <exception cref="FtpReplyException">The server refused: there is no such file, for example (550).</exception>
    public async Task<FtpReadStream> OpenReadAsync(
        FtpPath path, FtpTransferOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindContradiction(isUpload: false) is { } contradiction) throw new ArgumentException(contradiction, nameof(options));

        // The size is what proves afterwards that the server heeded the offset.
        var size = options.Offset > 0 && Features.Size ? await GetSizeAsync(path, cancellationToken).ConfigureAwait(false) : null;
        var transfer = await DataTransfer.OpenAsync(
            _session, new FtpCommand("RETR", path), FormOf(path, options), options.Offset, cancellationToken, options.AnotherFollows)
            .ConfigureAwait(false);
        return new FtpReadStream(transfer, options.Offset, size);
    }

    /// <summary>Opens a file to write: STOR, APPE, or REST and STOR.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">What happens to the file that is there.</param>
    /// <param name="offset">With <see cref="FtpWriteMode.Resume"/>: where to go on, in bytes from the start; else 0.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpReplyException">The server refused: no right to write (550), a full disk (452, 552), a bad name (553).</exception>
    public Task<FtpWriteStream> OpenWriteAsync(
        FtpPath path, FtpWriteMode mode = FtpWriteMode.Replace, long offset = 0, CancellationToken cancellationToken = default) =>
        OpenWriteAsync(path, new FtpTransferOptions { Mode = mode, Offset = offset }, cancellationToken);

    /// <summary>Opens a file to write, in the form that the options say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is carried.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The options contradict each other: text (TYPE A) is never resumed or appended.</exception>
    /// <exception cref="FtpReplyException">The server refused: no right to write (550), a full disk (452, 552), a bad name (553).</exception>
    public async Task<FtpWriteStream> OpenWriteAsync(
        FtpPath path, FtpTransferOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindContradiction(isUpload: true) is { } contradiction) throw new ArgumentException(contradiction, nameof(options));
        if (options.Allocate is { } room) await AllocateAsync(room, cancellationToken).ConfigureAwait(false);
        var command = new FtpCommand(options.Mode == FtpWriteMode.Append ? "APPE" : "STOR", path);
        var transfer = await DataTransfer.OpenAsync(
            _session, command, FormOf(path, options), options.Offset, cancellationToken, options.AnotherFollows).ConfigureAwait(false);
        var isWhole = options.Mode == FtpWriteMode.Replace && options.Type == FtpTransferType.Binary && Features.Size;
        return new FtpWriteStream(transfer, options.Offset, token => GetSizeAsync(path, token), isWhole);
    }

    /// <summary>Downloads a file into a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Where the bytes go. It is not closed; what it holds is only complete if this returns.</param>
    /// <param name="offset">Where to begin, in bytes from the start.</param>
    /// <param name="progress">Told the bytes received so far, after each block.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public Task<FtpTransferResult> DownloadAsync(
        FtpPath path, Stream target, long offset = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        DownloadAsync(path, target, new FtpTransferOptions { Offset = offset, Progress = progress }, cancellationToken);

    /// <summary>Downloads a file into a stream, in the form that the options say.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Where the bytes go. It is not closed; what it holds is only complete if this returns.</param>
    /// <param name="options">How the file is carried.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    public async Task<FtpTransferResult> DownloadAsync(
        FtpPath path, Stream target, FtpTransferOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        var source = await OpenReadAsync(path, options, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await CopyAsync(source, target, options.Progress, cancellationToken).ConfigureAwait(false);
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
    public Task<FtpTransferResult> UploadAsync(
        Stream source,
        FtpPath path,
        FtpWriteMode mode = FtpWriteMode.Replace,
        long offset = 0,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        UploadAsync(source, path, new FtpTransferOptions { Mode = mode, Offset = offset, Progress = progress }, cancellationToken);

    /// <summary>Uploads a stream into a file, in the form that the options say.</summary>
    /// <param name="source">The bytes, read to the end. With an offset it must already stand there.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file is carried.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    public async Task<FtpTransferResult> UploadAsync(
        Stream source, FtpPath path, FtpTransferOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        if (Options.Allocate && options.Allocate is null && source.CanSeek) options = options with { Allocate = source.Length - source.Position };
        var target = await OpenWriteAsync(path, options, cancellationToken).ConfigureAwait(false);
        return await UploadAsync(source, target, options.Progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads a stream into a new file, whose name the server chooses so that nothing is replaced (STOU).</summary>
    /// <param name="source">The bytes, read to the end.</param>
    /// <param name="directory">The directory; null (the default) is the one the login leads to.</param>
    /// <param name="options">How the file is carried; null (the default) for as it is. No mode and no offset.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <returns>The transfer; its <see cref="FtpTransferResult.StoredAs"/> is the name, where the server tells it.</returns>
    /// <exception cref="FtpReplyException">The server has no STOU, or refused.</exception>
    public async Task<FtpTransferResult> UploadUniqueAsync(
        Stream source, FtpPath? directory = null, FtpTransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new FtpTransferOptions();
        if (options.Mode != FtpWriteMode.Replace || options.Offset > 0)
            throw new ArgumentException("A new file has nothing to append to or to resume.", nameof(options));

        // RFC 959 section 4.1.3: STOU stores in the current directory.
        if (directory is null or { IsTop: true, IsAbsolute: false })
            return await UploadUniqueHereAsync(source, options, cancellationToken).ConfigureAwait(false);
        var back = await EnterAsync(directory, cancellationToken).ConfigureAwait(false);
        try
        {
            return await UploadUniqueHereAsync(source, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsUsable) await ReturnAsync(back, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether <see cref="FtpCompression.WhenUseful"/> compresses a file of this name.</summary>
    /// <param name="path">The file; only the ending of its name counts.</param>
    public static bool IsWorthCompressing(FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !CompressedFormats.Has(path);
    }

    private static async Task<FtpTransferResult> UploadAsync(
        Stream source, FtpWriteStream target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using (target.ConfigureAwait(false))
        {
            await CopyAsync(source, target, progress, cancellationToken).ConfigureAwait(false);
            await target.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return target.Result!;
        }
    }

    private async Task<FtpTransferResult> UploadUniqueHereAsync(
        Stream source, FtpTransferOptions options, CancellationToken cancellationToken)
    {
        var form = FormOf(FtpPath.Home, options);
        var transfer = await DataTransfer.OpenAsync(_session, new FtpCommand("STOU"), form, 0, cancellationToken).ConfigureAwait(false);
        var result = await UploadAsync(source, new FtpWriteStream(transfer, 0), options.Progress, cancellationToken).ConfigureAwait(false);
        return UniqueNameFormat.TryParse(transfer.Announcement, result.Reply, out var name) ? result with { StoredAs = name } : result;
    }

    // RFC 959 section 4.1.3: 200 or 202, and what a server without it says changes nothing. No room is an answer.
    private async Task AllocateAsync(long room, CancellationToken cancellationToken)
    {
        var command = new FtpCommand("ALLO", room.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var reply = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (reply.Code is 452 or 552) throw Refused(command, reply);
    }

    private TransferForm FormOf(FtpPath path, FtpTransferOptions options) => new(options.Type, (options.Compression ?? Options.Compression) switch
    {
        FtpCompression.Always => true,
        FtpCompression.WhenUseful => IsWorthCompressing(path),
        _ => false,
    });

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

    internal async Task<FtpReadStream> OpenListingAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        var form = new TransferForm(Type: null, Options.Compression != FtpCompression.Off);
        return new FtpReadStream(await DataTransfer.OpenAsync(_session, command, form, 0, cancellationToken).ConfigureAwait(false));
    }
}
