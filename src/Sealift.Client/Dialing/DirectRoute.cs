using System.Net;
using System.Net.Sockets;

namespace Sealift.Client.Dialing;

/// <summary>Straight to the address that answered the control connection: data connections go there and nowhere else.</summary>
internal sealed class DirectRoute(IPAddress server) : Route
{
    private readonly IPAddress _plain = server.IsIPv4MappedToIPv6 ? server.MapToIPv4() : server;

    public override string Server => server.ToString();

    public override bool MayBeIPv4 => _plain.AddressFamily == AddressFamily.InterNetwork;

    public override bool IsDirect => true;

    public override bool IsServer(IPAddress address) => address.Equals(_plain);

    public override ValueTask<Socket> ConnectAsync(
        int port, string name, FtpClientOptions options, CancellationToken cancellationToken) =>
        Dialer.ConnectAsync(new IPEndPoint(server, port), name, options, cancellationToken);
}
