using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Sealift.Client;
using Sealift.Client.Control;
using Sealift.Core.Wire;

namespace Sealift.Doctor.Examining;

/// <summary>A bare TCP connection, for what the client's own grammar would not let pass. Each wait is bounded in time and bytes.</summary>
internal sealed class RawLine(Socket socket, TimeSpan patience, int maxBytes, TimeProvider time, SaidSecrets secrets) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _received = new(4096);
    private readonly ReplyReader _replies = new();
    private int _taken;

    public Socket Socket { get; } = socket;

    /// <summary>What has been received and not been read as replies.</summary>
    public ReadOnlySpan<byte> Received => _received.WrittenSpan[_taken..];

    /// <summary>Whether the peer has ended its side.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Takes back what was read as replies, so that it is seen as bytes.</summary>
    public void Skip(int count) => _taken += count;

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(patience, time, cancellationToken);
        while (bytes.Length > 0) bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, limit.Token).ConfigureAwait(false)..];
    }

    public Task SendAsync(string line, CancellationToken cancellationToken) => SendAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);

    /// <summary>Waits for more bytes.</summary>
    /// <returns>False at the peer's end, and when nothing came in time.</returns>
    public async Task<bool> ReadMoreAsync(CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        if (_received.WrittenCount >= maxBytes) throw new CannotTellException($"More than {maxBytes} bytes came, without an end.");
        using var deadline = new Deadline(limit ?? patience, time, cancellationToken);
        try
        {
            var count = await Socket.ReceiveAsync(_received.GetMemory(4096), SocketFlags.None, deadline.Token).ConfigureAwait(false);
            _received.Advance(count);
            HasEnded = count == 0;
            return count > 0;
        }
        catch (SocketException)
        {
            HasEnded = true; // a reset is an end too
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until this many bytes are there.</summary>
    /// <returns>False at the peer's end, and when they did not come in time.</returns>
    public async Task<bool> ReadAtLeastAsync(int count, CancellationToken cancellationToken)
    {
        while (_received.WrittenCount - _taken < count)
        {
            if (!await ReadMoreAsync(cancellationToken).ConfigureAwait(false)) return false;
        }

        return true;
    }

    /// <summary>Reads the next reply; null at the peer's end, and when none came in time.</summary>
    /// <exception cref="Core.FtpProtocolException">What came is no reply.</exception>
    public async Task<FtpReply?> ReadReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeReply() is { } reply) return reply;
            if (!await ReadMoreAsync(cancellationToken).ConfigureAwait(false)) return null;
        }
    }

    /// <summary>Reads the greeting: 220, perhaps after 120 (RFC 959 section 5.4).</summary>
    /// <exception cref="CannotTellException">There is none, or another.</exception>
    public async Task<FtpReply> ReadGreetingAsync(CancellationToken cancellationToken)
    {
        var greeting = await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        if (greeting?.Code == 120) greeting = await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        return greeting switch
        {
            null => throw new CannotTellException("The server did not greet this time; it may limit how often one may connect."),
            { Code: 220 } => greeting,
            _ => throw new CannotTellException($"The server did not take the connection this time: {Evidence.Of(greeting)}"),
        };
    }

    public void Dispose() => Socket.Dispose();

    private FtpReply? TakeReply()
    {
        var buffer = new ReadOnlySequence<byte>(_received.WrittenMemory[_taken..]);
        var length = buffer.Length;
        var found = _replies.TryRead(ref buffer, out var reply);
        _taken += (int)(length - buffer.Length);
        return found ? secrets.Hide(reply!) : null;
    }
}
