using System.Buffers;
using System.Net.Sockets;

namespace Sealift.Tls.Platform;

/// <summary>
/// What SslStream reads from and writes to: the socket, with a watch on what passes. Until the socket is there, what is written
/// is kept and reads wait, so that a ClientHello can be made in advance.
/// </summary>
internal sealed class WatchedSocketStream(HandshakeWatch watch) : Stream
{
    private readonly TaskCompletionSource<Socket> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _early = new();
    private readonly Lock _gate = new();
    private Socket? _socket;
    private byte[]? _ahead;
    private int _readAhead;
    private int _aheadStart;
    private int _aheadEnd;
    private bool _isFilling;
    private bool _isDisposed;

    /// <summary>Whether the peer ended its side of the TCP connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether more may have been taken from the socket than the records that were asked for.</summary>
    public bool ReadsAhead => _readAhead > 0;

    /// <summary>What was written before the socket was there.</summary>
    public ReadOnlyMemory<byte> Early => _early.WrittenMemory;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what was written so far and lets reads go on.</summary>
    /// <param name="socket">The connected socket, which stays the caller's.</param>
    /// <param name="readAhead">How many bytes may be taken at once; 0 for none beyond the current record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask AttachAsync(Socket socket, int readAhead, CancellationToken cancellationToken)
    {
        _readAhead = readAhead;
        _socket = socket;
        if (_early.WrittenCount > 0) await WriteAsync(_early.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _attached.TrySetResult(socket);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var socket = _attached.Task.IsCompletedSuccessfully
            ? _socket!
            : await _attached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_aheadStart < _aheadEnd) return TakeAhead(buffer);
        if (_readAhead > buffer.Length && !buffer.IsEmpty)
        {
            var ahead = BeginFilling();
            _aheadEnd = await ReceiveAsync(socket, ahead, cancellationToken).ConfigureAwait(false);
            _isFilling = false;
            return TakeAhead(buffer);
        }

        if (_readAhead == 0) buffer = buffer[..Math.Min(buffer.Length, watch.Received.Remaining)];
        return await ReceiveAsync(socket, buffer, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_socket is null)
        {
            _early.Write(buffer.Span);
            return;
        }

        watch.TakeSent(buffer.Span);
        while (!buffer.IsEmpty)
        {
            buffer = buffer[await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // A handshake made in advance and never used ends here.
        if (disposing)
        {
            _attached.TrySetCanceled(new CancellationToken(canceled: true));

            lock (_gate)
            {
                // A buffer that a read may still be writing to is left to the garbage collector.
                _isDisposed = true;
                if (!_isFilling && _ahead is not null) ArrayPool<byte>.Shared.Return(_ahead);
                _ahead = null;
            }
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        if (count == 0 && !buffer.IsEmpty) HasEnded = true;
        watch.TakeReceived(buffer.Span[..count]);
        return count;
    }

    private Memory<byte> BeginFilling()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _ahead ??= ArrayPool<byte>.Shared.Rent(_readAhead);
            _aheadStart = _aheadEnd = 0;
            _isFilling = true;
            return _ahead.AsMemory(0, _readAhead);
        }
    }

    private int TakeAhead(Memory<byte> buffer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var count = Math.Min(buffer.Length, _aheadEnd - _aheadStart);
            _ahead.AsMemory(_aheadStart, count).CopyTo(buffer);
            _aheadStart += count;
            return count;
        }
    }
}
