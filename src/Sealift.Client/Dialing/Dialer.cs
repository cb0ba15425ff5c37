using System.Net;
using System.Net.Sockets;
using Sealift.Client.Proxies;
using Sealift.Core;

namespace Sealift.Client.Dialing;

/// <summary>Makes TCP connections and says in plain words why one cannot be made.</summary>
internal static class Dialer
{
    /// <summary>Connects to the server, through a proxy where the options name one, and says which way that was.</summary>
    public static ValueTask<(Socket Socket, Route Route)> ConnectAsync(FtpClientOptions options, CancellationToken cancellationToken) =>
        ConnectAsync(options, static (_, _) => { }, cancellationToken);

    /// <summary>Connects to the server as the other one does, and tells of each address that does not answer.</summary>
    /// <param name="options">The server, the proxy and the limits.</param>
    /// <param name="onFailure">Told each address that cannot be connected to, and why; another may be tried next.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<(Socket Socket, Route Route)> ConnectAsync(
        FtpClientOptions options, Action<string, string> onFailure, CancellationToken cancellationToken)
    {
        if (options.Proxy is not { } proxy)
        {
            var direct = await RaceAsync(options.Host, options.EffectivePort, "", options, onFailure, cancellationToken).ConfigureAwait(false);
            return (direct, new DirectRoute(PeerOf(direct).Address));
        }

        var socket = await ReachAsync(proxy, options, onFailure, cancellationToken).ConfigureAwait(false);

        // An FTP proxy speaks FTP itself: it is the peer of the control and of the data connections.
        if (proxy.Kind == FtpProxyKind.Ftp) return (socket, new DirectRoute(PeerOf(socket).Address));
        var route = new ProxyRoute(proxy, PeerOf(socket), options.Host);
        await ProxyTunnel.OpenAsync(proxy, socket, options.Host, options.EffectivePort, options, cancellationToken).ConfigureAwait(false);
        return (socket, route);
    }

    /// <summary>Connects to one end point.</summary>
    public static async ValueTask<Socket> ConnectAsync(
        IPEndPoint endPoint, string name, FtpClientOptions options, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(options.ConnectTimeout, options.TimeProvider, cancellationToken);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, limit.Token).ConfigureAwait(false);

            // Asked for once, it is remembered. Later a peer that has hung up at once would leave no address to ask for.
            _ = socket.RemoteEndPoint;
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"{name} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s.",
                "A firewall may drop the packets; check host, port and network.");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(e, name);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Socket> ReachAsync(
        FtpProxy proxy, FtpClientOptions options, Action<string, string> onFailure, CancellationToken cancellationToken)
    {
        try
        {
            return await RaceAsync(proxy.Host, proxy.Port, "The proxy ", options, onFailure, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException e) when (e.Failure is FtpConnectionFailure.Refused)
        {
            // The ports of FTP say nothing about a proxy, and who set ALL_PROXY long ago does not think of it.
            throw new FtpConnectionException(
                e.Failure, e.Message, "Nothing listens there: check the proxy's port (--proxy or ALL_PROXY); --proxy none connects directly.", e);
        }
    }

    private static async ValueTask<Socket> RaceAsync(
        string host, int port, string prefix, FtpClientOptions options, Action<string, string> onFailure, CancellationToken cancellationToken)
    {
        var name = $"{prefix}{TerminalText.Escape(host)} port {port}";
        var addresses = await ResolveAsync(host, prefix, cancellationToken).ConfigureAwait(false);
        return await AddressRace.RunAsync(
            addresses,
            (address, token) => TryAsync(
                new IPEndPoint(address, port), addresses.Count == 1 ? name : address.ToString(), options, onFailure, token),
            name,
            options.TimeProvider,
            cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<Socket> TryAsync(
        IPEndPoint endPoint, string name, FtpClientOptions options, Action<string, string> onFailure, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(endPoint, name, options, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException e)
        {
            onFailure(endPoint.ToString(), e.Message);
            throw;
        }
    }

    private static async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, string prefix, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address)) return [address];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.UnknownHost,
                prefix.Length == 0 ? $"The host {TerminalText.Escape(host)} is not known." : $"{prefix}{TerminalText.Escape(host)} is not known.",
                "Check the spelling, and that this machine's name resolution works.",
                e);
        }
    }

    private static IPEndPoint PeerOf(Socket socket) => (IPEndPoint)socket.RemoteEndPoint!;

    private static FtpConnectionException Explain(SocketException e, string name) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new FtpConnectionException(
            FtpConnectionFailure.Refused,
            $"{name} refuses connections.",
            "Nothing listens there: check the port (21 explicit, 990 implicit) and that the server runs.",
            e),
        SocketError.TimedOut => new FtpConnectionException(
            FtpConnectionFailure.Timeout, $"{name} did not answer.", "A firewall may drop the packets.", e),
        SocketError.NotConnected => new FtpConnectionException(
            FtpConnectionFailure.Closed,
            $"{name} accepted the connection and hung up at once.",
            "It may not allow this address, or take no more connections.",
            e),
        _ => new FtpConnectionException(
            FtpConnectionFailure.Unreachable, $"{name} cannot be reached: {e.Message}.", "Check host and network.", e),
    };
}
