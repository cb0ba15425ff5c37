using System.Net;
using System.Net.Sockets;

namespace Sealift.Server;

/// <summary>One port the server listens on.</summary>
internal sealed class FtpListener : IDisposable
{
    private const int Backlog = 512;

    // After an error that is not about one connection: the machine is out of something, and may have it again soon.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket;

    private FtpListener(Socket socket, bool isImplicit)
    {
        _socket = socket;
        IsImplicit = isImplicit;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public bool IsImplicit { get; }

    /// <exception cref="FtpServerException">The end point cannot be used; the hint says why.</exception>
    public static FtpListener Open(IPEndPoint endPoint, bool isImplicit)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return new FtpListener(socket, isImplicit);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new FtpServerException($"The server cannot listen on {endPoint}: {e.Message}.", Hint(e.SocketErrorCode, endPoint), e);
        }
    }

    /// <summary>Hands over every connection until the listener is closed.</summary>
    public async Task AcceptAsync(Action<Socket, bool> accepted, Action<Exception, IPEndPoint> failed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                accepted(await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false), IsImplicit);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return; // closed
            }
            catch (SocketException e)
            {
                failed(e, EndPoint);
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static string? Hint(SocketError error, IPEndPoint endPoint) => error switch
    {
        SocketError.AddressAlreadyInUse => "Another program listens there; stop it, or choose another port (0 picks a free one).",
        SocketError.AccessDenied when endPoint.Port < 1024 =>
            "Ports below 1024 belong to root: choose a higher one, or give the program CAP_NET_BIND_SERVICE.",
        SocketError.AddressNotAvailable => "This machine has no such address.",
        SocketError.AddressFamilyNotSupported => "This machine does not speak IPv6 (or IPv4).",
        _ => null,
    };
}
