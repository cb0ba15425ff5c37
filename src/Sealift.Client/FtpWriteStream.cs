using System.Net.Sockets;
using Sealift.Client.Data;
using Sealift.Core.Stores;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// A file on its way to the server. It is complete only after <see cref="CompleteAsync"/>; disposed before that, the upload is
/// broken off so that the server can see it: without close_notify.
/// </summary>
public sealed class FtpWriteStream : FileWriteStream
{
    private readonly DataTransfer _transfer;
    private readonly DataSink _sink;
    private readonly Stall _stall;
    private readonly long _offset;
    private readonly Func<CancellationToken, Task<long?>>? _askSize;
    private readonly bool _isWhole;
    private long _position;
    private long _written;
    private bool _isOver;

    /// <param name="transfer">The transfer.</param>
    /// <param name="offset">Where the bytes go on in the file.</param>
    /// <param name="askSize">Asks for the file's size afterwards, where it proves something; null if not.</param>
    /// <param name="isWhole">Whether the file will be what is written here, and nothing besides.</param>
    internal FtpWriteStream(DataTransfer transfer, long offset, Func<CancellationToken, Task<long?>>? askSize = null, bool isWhole = false)
    {
        _transfer = transfer;
        _sink = transfer.OpenSink(() => _written);
        _position = offset;
        _offset = offset;
        _askSize = askSize;
        _isWhole = isWhole;
        _stall = new Stall(transfer.Options, transfer.Refused);
    }

    /// <summary>The confirmed result; null until <see cref="CompleteAsync"/> has returned.</summary>
    public FtpTransferResult? Result { get; private set; }

    /// <summary>The data connection's TLS facts; null in a clear-text session.</summary>
    public TlsInfo? Tls => _transfer.Tls?.Info;

    /// <summary>The position in the remote file, from its beginning; an append counts from 0.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Sends the next bytes.</summary>
    /// <param name="buffer">The bytes; 64 KiB or more at once is fast.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <exception cref="FtpReplyException">The server broke the transfer off: its disk is full, for example.</exception>
    /// <exception cref="FtpConnectionException">A connection broke or stalled.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        await GuardAsync(
            static (sink, bytes, token) => sink.WriteAsync(bytes, token), buffer, cancellationToken).ConfigureAwait(false);
        _position += buffer.Length;
        _written += buffer.Length;
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_isOver) return;
        await GuardAsync(
            static (sink, _, token) => sink.FlushAsync(token), default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Completes the upload: sends what is left and close_notify, reads the connection to its end so that no tail is lost, and
    /// requires the server's final 2xx. Where the server did not end TLS on its side, which some never do and a cut connection cannot, the
    /// file's size is asked for, because a server may confirm what the cut left of a file.
    /// </summary>
    /// <param name="cancellationToken">Breaks the upload off; the session is then dead.</param>
    /// <exception cref="FtpReplyException">The server reported that the transfer failed.</exception>
    /// <exception cref="FtpConnectionException">A connection broke, or the server did not answer in time.</exception>
    /// <exception cref="FtpTlsException">The connection was cut, and the server confirmed a file that is shorter than what was written.</exception>
    /// <exception cref="FtpDataException">The server accepted an offset and did not begin there, as the file's size shows.</exception>
    public override async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (Result is not null) return;
        ObjectDisposedException.ThrowIf(_isOver, this);
        await GuardAsync(static (sink, _, token) => sink.FinishAsync(token), default, cancellationToken).ConfigureAwait(false);
        _isOver = true;
        var result = await _transfer.FinishAsync(_written, fromServer: false, cancellationToken).ConfigureAwait(false);
        if (_offset > 0) result = result with { IsOffsetProven = await IsOffsetProvenAsync(cancellationToken).ConfigureAwait(false) };
        else if (_isWhole && Tls is { CloseNotifyReceived: false }) await RequireWholeAsync(cancellationToken).ConfigureAwait(false);
        Result = result;
    }

    /// <summary>Ends the transfer; before <see cref="CompleteAsync"/> this breaks it off.</summary>
    public override async ValueTask DisposeAsync()
    {
        _isOver = true;
        _stall.Dispose();
        await _transfer.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Breaks the upload off, unless it is complete, without waiting for the server; the session is then dead.</summary>
    /// <param name="disposing">True when called by code, false by the finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isOver = true;
            _stall.Dispose();
            _transfer.Drop();
        }

        base.Dispose(disposing);
    }

    private async ValueTask GuardAsync(
        Func<DataSink, ReadOnlyMemory<byte>, CancellationToken, ValueTask> act,
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken)
    {
        try
        {
            await act(_sink, buffer, _stall.Arm(cancellationToken)).ConfigureAwait(false);

            // RFC 959 section 5.4: the server may end a transfer at any time (426, 451, 552). What follows would be for nothing.
            if (!_transfer.Final.IsCompleted) return;
            throw new IOException("The server answered before the upload was complete.");
        }
        catch (Exception e) when (e is TlsException or IOException or SocketException)
        {
            _isOver = true;
            throw await _transfer.ExplainAsync(e, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _isOver = true;
            throw await _transfer.ExplainAsync(_transfer.Stalled(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _isOver = true; // part of the block may have gone out
            throw;
        }
    }

    // RFC 8446 section 6.1: without its close_notify nothing says that the server has seen ours, and all before it. ProFTPD takes the end of TCP for
    // the end of the file and confirms it.
    private async ValueTask RequireWholeAsync(CancellationToken cancellationToken)
    {
        if (_askSize is null || await _askSize(cancellationToken).ConfigureAwait(false) is not { } size || size >= _position) return;
        throw new FtpTlsException(
            new TlsException(
                TlsFailure.Truncated,
                $"it ended without TLS close_notify, and the server confirmed {size} of {_position} bytes.",
                "The network cut the connection short. The file on the server is not whole: upload it again."),
            "The data connection of the upload");
    }

    // A server that did not heed the offset wrote from 0, and the file is shorter than it ought to be.
    private async ValueTask<bool> IsOffsetProvenAsync(CancellationToken cancellationToken)
    {
        var size = _askSize is null ? null : await _askSize(cancellationToken).ConfigureAwait(false);
        if (size is null || size >= _position) return size == _position;
        throw new FtpDataException(
            FtpDataFailure.OffsetIgnored,
            $"The server accepted the offset {_offset} and stored the bytes elsewhere: the file has {size} bytes, not {_position}.",
            "The file on the server is not what it ought to be. Upload all of it again.");
    }
}
