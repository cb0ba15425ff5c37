using System.Net;
using System.Net.Sockets;
using Sealift.Client.Proxies;
using Sealift.Core;

namespace Sealift.Client.Dialing;

/// <summary>
/// Through a proxy that connects on: data connections take the same proxy, at the address that answered, to the same host as
/// the control connection, under the name that the user typed.
/// </summary>
internal sealed class ProxyRoute(FtpProxy proxy, IPEndPoint entrance, string host) : Route
{
    public override string Server => $"{TerminalText.Escape(host)} through the proxy {proxy.Address}";

    public override bool MayBeIPv4 => !IPAddress.TryParse(host, out var address) || address.AddressFamily == AddressFamily.InterNetwork;

    public override bool IsDirect => false;

    public override bool IsServer(IPAddress address) => IPAddress.TryParse(host, out var server) && server.Equals(address);

    public override async ValueTask<Socket> ConnectAsync(
        int port, string name, FtpClientOptions options, CancellationToken cancellationToken)
    {
        var socket = await Dialer.ConnectAsync(entrance, $"The proxy {proxy.Address}", options, cancellationToken).ConfigureAwait(false);
        await ProxyTunnel.OpenAsync(proxy, socket, host, port, options, cancellationToken).ConfigureAwait(false);
        return socket;
    }
}
