using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sealift.Client.Data;

/// <summary>A port on which this side waits for the server's data connection, and for nobody else's.</summary>
internal sealed class ActivePort : DataPort
{
    private readonly Socket _listener;
    private readonly IPAddress _server;
    private readonly FtpClientOptions _options;
    private readonly TimelineFeed _feed;

    private ActivePort(Socket listener, IPAddress server, FtpClientOptions options, TimelineFeed feed)
    {
        _listener = listener;
        _server = Plain(server);
        _options = options;
        _feed = feed;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Listens on the address that the server sees, and on no other.</summary>
    /// <param name="local">This side's address of the control connection.</param>
    /// <param name="server">The control peer's address: only it may connect.</param>
    /// <param name="options">Which ports, and how long to wait.</param>
    /// <param name="feed">Where strangers are noted.</param>
    /// <exception cref="FtpConnectionException">No port can be opened, or none of the range is free.</exception>
    public static ActivePort Listen(IPAddress local, IPAddress server, FtpClientOptions options, TimelineFeed feed)
    {
        if (options.ActivePorts is not { } ports) return BindAny();

        // Somewhere in the range first, so that sessions side by side seldom try the same one and a stranger cannot foretell it.
        var start = RandomNumberGenerator.GetInt32(ports.Count);
        SocketException? last = null;
        for (var i = 0; i < ports.Count; i++)
        {
            try
            {
                return Bind(ports.First + ((start + i) % ports.Count));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                last = e;
            }
        }

        throw new FtpConnectionException(
            FtpConnectionFailure.Refused,
            $"None of the ports {ports} is free for an active data connection.",
            "Widen the range of active ports, or use passive mode.",
            last);

        ActivePort BindAny()
        {
            try
            {
                return Bind(0);
            }
            catch (SocketException e)
            {
                throw new FtpConnectionException(
                    FtpConnectionFailure.Refused, $"No port of {local} can be opened for an active data connection.", "Use passive mode.", e);
            }
        }

        ActivePort Bind(int port)
        {
            var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(local, port));
                listener.Listen(backlog: 8);
                return new ActivePort(listener, server, options, feed);
            }
            catch
            {
                listener.Dispose();
                throw;
            }
        }
    }

    public override async ValueTask<Socket> TakeAsync(CancellationToken cancellationToken)
    {
        using var limit = new Deadline(_options.ConnectTimeout, _options.TimeProvider, cancellationToken);
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(limit.Token).ConfigureAwait(false);
                if (IsServer(socket))
                {
                    socket.NoDelay = true;
                    return socket;
                }

                socket.Dispose();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"The server did not connect to port {Port} within {_options.ConnectTimeout.TotalSeconds:0.#} s.",
                "In active mode the server must be able to reach this machine: check its firewall and address translation "
                + "(external address, range of ports), or use passive mode.");
        }
        finally
        {
            Dispose(); // one connection a port
        }
    }

    public override void Dispose() => _listener.Dispose();

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // RFC 2577 section 3: whoever connects first could otherwise read an upload or forge a download. TLS would stop him too,
    // at the price of the transfer.
    private bool IsServer(Socket socket)
    {
        var peer = (IPEndPoint)socket.RemoteEndPoint!;
        if (Plain(peer.Address).Equals(_server)) return true;
        _feed.Note($"{peer} connected to the data port and was turned away: only {_server} is awaited");
        _options.Logger.StrangerTurnedAway(peer.ToString(), _server.ToString());
        return false;
    }
}
