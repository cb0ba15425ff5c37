using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
public sealed class FaultedConnection : IDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly Socket _client;
    private readonly Socket _server;
    private readonly IPEndPoint _target;
    private readonly Action _note;
    private readonly CancellationTokenSource _broken = new();
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _delivered = new long[2];
    private volatile bool _isLost; // whatever still comes is taken and thrown away
    private volatile bool _hidesEnds; // and nobody is told of the other's end

    internal FaultedConnection(Socket client, IPEndPoint target, bool isControl, int number, Action note)
    {
        _client = client;
        _client.NoDelay = true;
        _server = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _target = target;
        _note = note;
        IsControl = isControl;
        Number = number;
        note();
    }

    /// <summary>The port it came to.</summary>
    public int Port => _target.Port;

    /// <summary>Whether it came to a control port.</summary>
    public bool IsControl { get; }

    /// <summary>Its number among the control or the data connections, from 1 on.</summary>
    public int Number { get; }

    /// <summary>What goes wrong with it; null for nothing.</summary>
    public WireFault? Fault { get; internal set; }

    /// <summary>Ends when the fault has happened; never if the connection ends before.</summary>
    public Task Struck => _struck.Task;

    /// <summary>Bytes handed to the server so far.</summary>
    public long BytesToServer => Interlocked.Read(ref _delivered[(int)WireDirection.ToServer]);

    /// <summary>Bytes handed to the client so far.</summary>
    public long BytesToClient => Interlocked.Read(ref _delivered[(int)WireDirection.ToClient]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _broken.Dispose();
    }

    /// <summary>Resets both sides.</summary>
    internal void Reset()
    {
        _broken.Cancel();
        Abort(_client);
        Abort(_server);
    }

    /// <summary>Ends when both directions have; it never fails.</summary>
    internal Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to carry.</summary>
    internal void Start() => Running = Task.Run(CarryAsync);

    private async Task CarryAsync()
    {
        try
        {
            await _server.ConnectAsync(_target, _broken.Token);
            await Task.WhenAll(
                BreakOnFailureAsync(CarryAsync(_client, _server, WireDirection.ToServer)),
                BreakOnFailureAsync(CarryAsync(_server, _client, WireDirection.ToClient)));
            _client.Dispose();
            _server.Dispose();
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Reset(); // one side reset the connection or refused it, or this is the fault: both sides get a reset
        }
    }

    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return; // closed already
        }

        socket.Close();
    }

    private static void EndSending(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.NotConnected)
        {
            return; // it is gone: there is nobody left to tell
        }
    }

    private async Task BreakOnFailureAsync(Task half)
    {
        try
        {
            await half;
        }
        catch
        {
            Reset();
            throw;
        }
    }

    private async Task CarryAsync(Socket source, Socket target, WireDirection direction)
    {
        byte[] buffer = new byte[PieceBytes];
        WireFault? fault = Fault is { } planned && planned.Direction == direction ? planned : null;
        bool isShrunk = false;
        bool isDiscarded = false;
        long position = 0;
        while (true)
        {
            if (fault is { Kind: not WireFaultKind.FlipBit } due && due.At == position)
            {
                fault = null;
                (isShrunk, isDiscarded) = await StrikeAsync(due, target);
            }

            int count = await source.ReceiveAsync(buffer, _broken.Token);
            _note();
            if (count == 0)
            {
                if (_hidesEnds)
                    await Task.Delay(Timeout.Infinite, _broken.Token);
                if (!isDiscarded && !_isLost)
                    EndSending(target);
                return;
            }

            for (int sent = 0; sent < count;)
            {
                if (isDiscarded || _isLost)
                    break;
                int piece = isShrunk ? 1 : count - sent;
                if (fault is not null && position + piece > fault.At)
                    piece = (int)(fault.At - position);
                if (fault is { Kind: WireFaultKind.FlipBit } && piece == 0)
                {
                    buffer[sent] ^= (byte)(1 << fault.Bit);
                    fault = null;
                    _struck.TrySetResult();
                    continue;
                }

                if (piece > 0)
                    await SendAsync(target, buffer.AsMemory(sent, piece));
                sent += piece;
                position += piece;
                Interlocked.Add(ref _delivered[(int)direction], piece);
                _note();
                if (fault is { Kind: not WireFaultKind.FlipBit } now && now.At == position && sent < count)
                {
                    fault = null;
                    (isShrunk, isDiscarded) = await StrikeAsync(now, target);
                }
            }
        }
    }

    private async Task SendAsync(Socket target, ReadOnlyMemory<byte> bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += await target.SendAsync(bytes[sent..], _broken.Token);
    }

    // What is different for this direction from now on.
    private async Task<(bool IsShrunk, bool IsDiscarded)> StrikeAsync(WireFault fault, Socket target)
    {
        _struck.TrySetResult();
        switch (fault.Kind)
        {
            case WireFaultKind.Cut:
                // What still comes is read, because closing with unread bytes would make a reset of it.
                _isLost = true;
                EndSending(_client);
                EndSending(_server);
                return (false, true);
            case WireFaultKind.Reset:
                throw new OperationCanceledException("The connection is reset.");
            case WireFaultKind.Stall:
                await Task.Delay(Timeout.Infinite, _broken.Token);
                return (false, true);
            case WireFaultKind.BlackHole:
                _hidesEnds = true;
                _isLost = true;
                return (false, true);
            case WireFaultKind.HalfClose:
                EndSending(target);
                return (false, true);
            case WireFaultKind.Delay:
                await Task.Delay(fault.Pause, _broken.Token);
                return (false, false);
            default:
                return (true, false);
        }
    }
}
