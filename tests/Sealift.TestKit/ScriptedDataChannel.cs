using System.Net.Security;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>A data connection of a scripted peer, with or without TLS.</summary>
public sealed class ScriptedDataChannel : IDisposable
{
    private readonly Socket _socket;
    private readonly EndObservingStream _transport;
    private readonly SslStream? _secure;
    private readonly ScriptedPeerOptions _options;
    private readonly CancellationToken _stopping;

    internal ScriptedDataChannel(
        Socket socket, EndObservingStream transport, SslStream? secure, ScriptedPeerOptions options, CancellationToken stopping)
    {
        _socket = socket;
        _transport = transport;
        _secure = secure;
        _options = options;
        _stopping = stopping;
    }

    /// <summary>The bytes inside TLS, or the raw bytes without it.</summary>
    public Stream Stream => _secure is null ? _transport : _secure;

    /// <summary>
    /// After <see cref="ReceiveAsync"/>: whether the client ended with close_notify (RFC 8446 section 6.1) rather than with
    /// the mere end of TCP. Null before, and without TLS.
    /// </summary>
    public bool? SawCloseNotify { get; private set; }

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using CancellationTokenSource deadline = NewDeadline();
        await Stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Sends bytes and ends the connection in order.</summary>
    public async Task SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync(bytes);
        await CloseAsync();
    }

    /// <summary>Receives to the end of the client's data.</summary>
    /// <param name="chunk">Bytes a read; 64 KiB by default.</param>
    /// <param name="pause">Waited before each read: a slow reader. None by default.</param>
    public async Task<byte[]> ReceiveAsync(int chunk = 65536, TimeSpan pause = default)
    {
        using MemoryStream received = new();
        byte[] buffer = new byte[chunk];
        while (true)
        {
            // Patience is for each read: a slow reader may take long altogether.
            using CancellationTokenSource deadline = NewDeadline();
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, deadline.Token);
            int count = await Stream.ReadAsync(buffer, deadline.Token);
            if (count == 0)
                break;
            received.Write(buffer.AsSpan(..count));
        }

        if (_secure is not null)
            SawCloseNotify = !_transport.EndSeen;
        return received.ToArray();
    }

    /// <summary>Sends close_notify; the connection stays open.</summary>
    public Task SendCloseNotifyAsync() => _secure?.ShutdownAsync()
        ?? throw new InvalidOperationException("There is no TLS on this data connection.");

    /// <summary>Ends the sending side of TCP alone, and goes on; the client's end is not waited for.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the sending side, with close_notify first (inside TLS) unless it is to be left out, and reads to the client's end.</summary>
    public async Task CloseAsync(bool closeNotify = true)
    {
        if (closeNotify && _secure is not null)
            await _secure.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
        // Closing with unread bytes in the kernel would reset the connection and destroy what is still on its way.
        byte[] rest = new byte[4096];
        using CancellationTokenSource deadline = NewDeadline();
        while (await _transport.ReadAsync(rest, deadline.Token) > 0)
        {
            // what the client still says is of no interest to this script
        }

        Dispose();
    }

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _secure?.Dispose();
        _transport.Dispose();
    }

    private CancellationTokenSource NewDeadline()
    {
        CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        deadline.CancelAfter(_options.Patience);
        return deadline;
    }
}
