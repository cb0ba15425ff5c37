using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.Core;

namespace Sealift.Server.Data;

/// <summary>
/// A port that waits, for a short time, for one connection of one client (PASV and EPSV). The port cannot be guessed; whoever comes
/// from another address is shown out and the wait goes on.
/// </summary>
internal sealed class PassiveListener : DataPort
{
    private const int Backlog = 8;

    // RFC 6335 section 6: the dynamic ports.
    private static readonly PortRange DynamicPorts = new(49152, 65535);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _deadline;
    private readonly Task<Socket?> _accepting;
    private bool _isTaken;

    private PassiveListener(Socket listener, Func<IPAddress, bool> isExpected, TimeSpan timeout, TimeProvider time, Action<EndPoint?> onStranger)
    {
        _listener = listener;
        _deadline = new CancellationTokenSource(timeout, time);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAsync(isExpected, onStranger);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Opens a port on the address the client reached us at; null where no port is free.</summary>
    public static PassiveListener? TryOpen(
        IPAddress address,
        Func<IPAddress, bool> isExpected,
        PortRange? ports,
        TimeSpan timeout,
        TimeProvider time,
        Action<EndPoint?> onStranger,
        bool isTlsClient = false)
    {
        var range = ports ?? DynamicPorts;
        var first = RandomNumberGenerator.GetInt32(range.Count);
        for (var i = 0; i < range.Count; i++)
        {
            var port = range.First + ((first + i) % range.Count);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(Backlog);
                return new PassiveListener(socket, isExpected, timeout, time, onStranger) { IsTlsClient = isTlsClient };
            }
            catch (SocketException)
            {
                socket.Dispose(); // taken or not permitted: the next one
            }
        }

        return null;
    }

    public override async ValueTask<Socket?> TakeAsync(CancellationToken cancellationToken)
    {
        var socket = await _accepting.WaitAsync(cancellationToken).ConfigureAwait(false);
        _isTaken = true;
        return socket;
    }

    public override void Dispose()
    {
        _deadline.Cancel();
        _listener.Dispose();
        if (!_isTaken) _ = CloseUnusedAsync();
        _deadline.Dispose();
    }

    private async Task CloseUnusedAsync() => (await _accepting.ConfigureAwait(false))?.Dispose();

    private async Task<Socket?> AcceptAsync(Func<IPAddress, bool> isExpected, Action<EndPoint?> onStranger)
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_deadline.Token).ConfigureAwait(false);
                if (socket.RemoteEndPoint is IPEndPoint remote && isExpected(remote.Address))
                {
                    _listener.Dispose(); // one connection: the port is closed before the first byte
                    socket.NoDelay = true;
                    return socket;
                }

                onStranger(socket.RemoteEndPoint);
                socket.Dispose();
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                continue; // whoever came is gone again
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return null; // time is up, or the port is not wanted any more
            }
        }
    }
}
