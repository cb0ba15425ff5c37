using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Client.Proxies;

/// <summary>A tunnel by SOCKS 4 with the 4A extension for names (Ying-Da Lee's two notes; there is no RFC).</summary>
internal static class Socks4a
{
    private const byte Version = 4;
    private const byte Connect = 1;
    private const byte Granted = 90;

    // 0.0.0.x with x not 0 means that the name follows.
    private static readonly IPAddress NameFollows = new([0, 0, 0, 1]);

    public static async Task OpenAsync(ProxyWire wire, CancellationToken cancellationToken)
    {
        await wire.SendAsync(Request(wire.Target), cancellationToken).ConfigureAwait(false);

        // A null version, the code, and six bytes without meaning.
        var reply = await wire.ReadAsync(8, cancellationToken).ConfigureAwait(false);
        if (reply[0] != 0) throw wire.Target.Malformed($"it answers with version {reply[0]}");
        if (reply[1] == Granted) return;
        throw reply[1] switch
        {
            91 => wire.Target.Refused("it was rejected, or failed", "The proxy may not allow the port, the server may not answer it, or the proxy resolves no names (SOCKS 4): then name the server by its IPv4 address."),
            92 or 93 => wire.Target.LoginRefused("it does not know this user"),
            _ => wire.Target.Malformed($"it answers with code {reply[1]}"),
        };
    }

    private static byte[] Request(ProxyTarget target)
    {
        var isIPv4 = IPAddress.TryParse(target.Host, out var address) && address.AddressFamily == AddressFamily.InterNetwork;
        if (address is not null && !isIPv4)
            throw target.Refused("SOCKS 4a knows no IPv6 addresses", "Name the server by a host name, or use a socks5:// proxy.");
        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)target.Port);
        byte[] name = isIPv4 ? [] : [.. Encoding.ASCII.GetBytes(target.Host), 0];
        return
        [
            Version, Connect, .. port, .. (isIPv4 ? address! : NameFollows).GetAddressBytes(),
            .. Encoding.UTF8.GetBytes(target.Proxy.User ?? ""), 0, .. name,
        ];
    }
}
