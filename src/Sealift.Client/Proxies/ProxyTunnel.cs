using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.Core;

namespace Sealift.Client.Proxies;

/// <summary>Asks a proxy for a connection to a host. Not one byte that follows the proxy's answer is taken from the socket: it is the server's.</summary>
internal static class ProxyTunnel
{
    /// <summary>Makes the tunnel, or closes the socket.</summary>
    /// <param name="proxy">The proxy that the socket is connected to.</param>
    /// <param name="socket">The connection to the proxy.</param>
    /// <param name="host">The server as the user typed it: the proxy resolves a name.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="options">The time limit: <see cref="FtpClientOptions.ConnectTimeout"/> for all of it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpConnectionException">The proxy refused, broke its protocol, or took too long.</exception>
    public static async ValueTask OpenAsync(
        FtpProxy proxy, Socket socket, string host, int port, FtpClientOptions options, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(options.ConnectTimeout, options.TimeProvider, cancellationToken);
        var target = new ProxyTarget(proxy, ToAscii(host), port);
        try
        {
            var wire = new ProxyWire(target, socket);
            await (proxy.Kind switch
            {
                FtpProxyKind.HttpConnect => HttpConnect.OpenAsync(wire, limit.Token),
                FtpProxyKind.Socks5 => Socks5.OpenAsync(wire, limit.Token),
                FtpProxyKind.Socks4a => Socks4a.OpenAsync(wire, limit.Token),
                _ => throw new ArgumentOutOfRangeException(nameof(proxy), "An FTP proxy makes no tunnels."),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"The proxy {proxy.Address} did not connect to {target} within {options.ConnectTimeout.TotalSeconds:0.#} s.",
                "The server behind it may not answer, or what answers is no proxy of this kind.");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new FtpConnectionException(
                FtpConnectionFailure.Closed, $"The proxy {proxy.Address} broke the connection to {target}: {e.Message}.", null, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // RFC 3490: names on the wire are ASCII.
    private static string ToAscii(string host)
    {
        if (IPAddress.TryParse(host, out _) || System.Text.Ascii.IsValid(host)) return host;
        try
        {
            return new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException e)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.UnknownHost, $"The host {TerminalText.Escape(host)} is no name that can be resolved.", "Check the spelling.", e);
        }
    }
}
