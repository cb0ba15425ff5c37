using System.Buffers;
using System.Net.Sockets;

namespace Sealift.Tls.OpenSsl;

/// <summary>
/// The encrypted side of a stream: a non-blocking socket, the records waiting to be sent and what happened to the connection.
/// Used under the stream's lock, except for the two waits.
/// </summary>
internal sealed class SocketPort : IDisposable
{
    public const int WouldBlock = -2;
    private const int Broken = -1;
    private const int FirstBuffer = 4 * 1024;
    private const int MaxWaiting = 1 << 20;

    private readonly Socket _socket;
    private byte[]? _output;
    private int _outputLength;
    private bool _isSending;
    private bool _isDrained;
    private bool _isReleased;

    public SocketPort(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
    }

    /// <summary>Whether the peer has closed its side of the TCP connection.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Why the TCP connection broke; null while it has not.</summary>
    public SocketException? Failure { get; private set; }

    /// <summary>Whether more waits to be sent than a writer leaves behind: the peer makes us answer and does not read.</summary>
    public bool IsFlooded => _outputLength > MaxWaiting;

    /// <summary>Whether records wait to be sent.</summary>
    public bool HasOutput => _outputLength > 0;

    /// <summary>Takes what the socket has: a count, 0 at the end, <see cref="WouldBlock"/>, or -1 when broken. Never throws.</summary>
    public int Receive(Span<byte> buffer)
    {
        // A short read emptied the socket: asking again before it is readable would only cost a system call.
        if (_isDrained) return WouldBlock;
        try
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return WouldBlock;
            if (error != SocketError.Success) return Break(new SocketException((int)error));
            IsAtEnd |= count == 0;
            _isDrained = count != 0 && count < buffer.Length;
            return count;
        }
        catch (ObjectDisposedException)
        {
            return Break(new SocketException((int)SocketError.OperationAborted));
        }
    }

    /// <summary>Keeps records for the next send. Several records leave in one system call.</summary>
    public void Gather(ReadOnlySpan<byte> records)
    {
        var needed = _outputLength + records.Length;
        if (_output is null)
        {
            _output = ArrayPool<byte>.Shared.Rent(Math.Max(needed, FirstBuffer));
        }
        else if (_output.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _output.Length * 2));
            _output.AsSpan(0, _outputLength).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_output);
            _output = larger;
        }

        records.CopyTo(_output.AsSpan(_outputLength));
        _outputLength = needed;
    }

    /// <summary>Has the next <see cref="Receive"/> ask the socket, whatever was seen of it before.</summary>
    public void LookAgain() => _isDrained = false;

    /// <summary>Sends what the socket takes at once. True if nothing is left, or an earlier send will take the rest along.</summary>
    public bool TrySend()
    {
        if (_isSending) return true;
        var sent = 0;
        while (sent < _outputLength && Failure is null)
        {
            var count = _socket.Send(_output.AsSpan(sent, _outputLength - sent), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) break;
            if (error != SocketError.Success)
            {
                Break(new SocketException((int)error));
                break;
            }

            sent += count;
        }

        Consume(sent);
        return _outputLength == 0;
    }

    /// <summary>Claims the waiting records for <see cref="SendAsync"/>; what is gathered meanwhile goes to a new buffer.</summary>
    public ArraySegment<byte>? BeginSend()
    {
        if (_isSending || _output is null || _outputLength == 0) return null;
        _isSending = true;
        var claimed = new ArraySegment<byte>(_output, 0, _outputLength);
        _output = null;
        _outputLength = 0;
        return claimed;
    }

    /// <summary>Ends what <see cref="BeginSend"/> began.</summary>
    public void EndSend(ArraySegment<byte> claimed)
    {
        _isSending = false;
        ArrayPool<byte>.Shared.Return(claimed.Array!);
    }

    /// <summary>Waits until the socket takes all of these records. Outside the lock.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> records, CancellationToken cancellationToken)
    {
        while (!records.IsEmpty)
        {
            var count = await _socket.SendAsync(records, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            records = records[count..];
        }
    }

    /// <summary>Waits until the socket has bytes to read, has ended or has failed. Outside the lock.</summary>
    public async ValueTask WaitReadableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            Break(e);
        }

        _isDrained = false;
    }

    /// <summary>Gives the socket back as it came: it stays open when the port is disposed.</summary>
    public void Release()
    {
        _isReleased = true;
        _socket.Blocking = true;
    }

    public void Dispose()
    {
        if (!_isReleased) _socket.Dispose();
        if (_output is null || _isSending) return;
        ArrayPool<byte>.Shared.Return(_output);
        _output = null;
        _outputLength = 0;
    }

    private void Consume(int sent)
    {
        _outputLength -= sent;
        if (_outputLength > 0)
        {
            if (sent > 0) _output.AsSpan(sent, _outputLength).CopyTo(_output);
        }
        else if (_output is not null)
        {
            ArrayPool<byte>.Shared.Return(_output);
            _output = null;
        }
    }

    private int Break(SocketException failure)
    {
        Failure ??= failure;
        return Broken;
    }
}
