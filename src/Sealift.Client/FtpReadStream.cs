using Sealift.Client.Data;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>
/// A file or listing on its way from the server. A read returns 0 only when the whole is proven to be there: the peer's
/// close_notify arrived and the server's final reply was 2xx. Everything else is an exception.
/// </summary>
public sealed class FtpReadStream : Stream
{
    private readonly DataTransfer _transfer;
    private readonly Stream _source;
    private readonly Stall _stall;
    private readonly long _offset;
    private readonly long? _size;
    private bool _isOver;

    internal FtpReadStream(DataTransfer transfer, long offset = 0, long? size = null)
    {
        _transfer = transfer;
        _source = transfer.OpenSource(() => BytesRead);
        _offset = offset;
        _size = size;
        _stall = new Stall(transfer.Options, transfer.Refused);
    }

    /// <summary>The confirmed result; null until a read has returned 0.</summary>
    public FtpTransferResult? Result { get; private set; }

    /// <summary>The data connection's TLS facts; null in a clear-text session.</summary>
    public TlsInfo? Tls => _transfer.Tls?.Info;

    /// <summary>Bytes of the file received so far.</summary>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the next bytes; 0 means that all are there and confirmed.</summary>
    /// <param name="buffer">Where they go; 64 KiB or more is fast.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="FtpTlsException">The connection was cut: what was read is not complete.</exception>
    /// <exception cref="FtpReplyException">The server reported that the transfer failed.</exception>
    /// <exception cref="FtpConnectionException">A connection broke or stalled.</exception>
    /// <exception cref="FtpDataException">Compressed data is damaged or too large, or the server did not begin at the offset.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || Result is not null) return ValueTask.FromResult(0);
        if (_isOver) return ValueTask.FromException<int>(new ObjectDisposedException(nameof(FtpReadStream), "The transfer ended without being complete."));
        var reading = BeginRead(buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully) return ReadSlowlyAsync(reading, cancellationToken);
        var count = reading.Result;
        if (count == 0) return FinishAsync(cancellationToken);
        BytesRead += count;
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not supported: async only.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read with ReadAsync.");

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Ends the transfer. Before its end this aborts it; the session stays usable if the server answers in time.</summary>
    public override async ValueTask DisposeAsync()
    {
        _isOver = true;
        _stall.Dispose();
        await _transfer.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the transfer without waiting for the server; before its end, the session is then dead.</summary>
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

    private ValueTask<int> BeginRead(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return _source.ReadAsync(buffer, _stall.Arm(cancellationToken));
        }
        catch (Exception e) when (e is TlsException or IOException or System.Net.Sockets.SocketException or FtpDataException)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    private async ValueTask<int> ReadSlowlyAsync(ValueTask<int> reading, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (e is TlsException or IOException or System.Net.Sockets.SocketException or FtpDataException)
        {
            _isOver = true;
            throw await _transfer.ExplainAsync(e, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _isOver = true;
            throw await _transfer.ExplainAsync(_transfer.Stalled(), cancellationToken).ConfigureAwait(false);
        }

        if (count == 0) return await FinishAsync(cancellationToken).ConfigureAwait(false);
        BytesRead += count;
        return count;
    }

    private async ValueTask<int> FinishAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        var result = await _transfer.FinishAsync(BytesRead, fromServer: true, cancellationToken).ConfigureAwait(false);
        Result = _offset == 0 ? result : result with { IsOffsetProven = IsOffsetProven() };
        return 0;
    }

    // RFC 3659 section 5 has no way to ask whether an offset was heeded. vsftpd 3.0.3 answers 350 to one of 17 digits, and begins
    // at 0. The number of bytes tells, where the size was known before.
    private bool IsOffsetProven()
    {
        if (BytesRead != _size || _size == _offset) return BytesRead == _size - _offset;
        throw new FtpDataException(
            FtpDataFailure.OffsetIgnored,
            $"The server accepted the offset {_offset} and sent the file from its beginning.",
            "What was received does not continue what was there. Download the whole file.");
    }
}
