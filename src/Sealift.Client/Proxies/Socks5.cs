using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Client.Proxies;

/// <summary>A tunnel by SOCKS 5 (RFC 1928), with the login of RFC 1929.</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte LoginVersion = 1;
    private const byte Connect = 1;

    // RFC 1928 section 3
    private const byte NoLogin = 0;
    private const byte NameAndPassword = 2;
    private const byte NothingSuits = 0xFF;

    // RFC 1928 section 4
    private const byte IPv4 = 1;
    private const byte Name = 3;
    private const byte IPv6 = 4;

    public static async Task OpenAsync(ProxyWire wire, CancellationToken cancellationToken)
    {
        await AgreeOnLoginAsync(wire, cancellationToken).ConfigureAwait(false);
        await wire.SendAsync(Request(wire.Target), cancellationToken).ConfigureAwait(false);

        // RFC 1928 section 6: version, reply, reserved, then an address of the kind that the fourth byte says.
        var reply = await wire.ReadAsync(4, cancellationToken).ConfigureAwait(false);
        if (reply[0] != Version) throw wire.Target.Malformed($"it answers with version {reply[0]}");
        if (reply[1] != 0) throw Refusal(wire.Target, reply[1]);
        var length = reply[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            Name => (await wire.ReadAsync(1, cancellationToken).ConfigureAwait(false))[0],
            var other => throw wire.Target.Malformed($"it answers with an address of kind {other}"),
        };
        await wire.ReadAsync(length + 2, cancellationToken).ConfigureAwait(false); // where it connects from, which nobody asked
    }

    private static async ValueTask AgreeOnLoginAsync(ProxyWire wire, CancellationToken cancellationToken)
    {
        byte[] offer = wire.Target.Proxy.User is null ? [Version, 1, NoLogin] : [Version, 2, NoLogin, NameAndPassword];
        await wire.SendAsync(offer, cancellationToken).ConfigureAwait(false);
        var choice = await wire.ReadAsync(2, cancellationToken).ConfigureAwait(false);
        if (choice[0] != Version) throw wire.Target.Malformed($"it answers with version {choice[0]}");
        if (choice[1] == NothingSuits) throw wire.Target.LoginRefused("it takes no login that was offered");
        if (choice[1] == NoLogin) return;
        if (choice[1] != NameAndPassword || wire.Target.Proxy.User is not { } user)
            throw wire.Target.Malformed($"it chooses login method {choice[1]}, which was not offered");

        // RFC 1929 section 2
        var name = Encoding.UTF8.GetBytes(user);
        var password = Encoding.UTF8.GetBytes(wire.Target.Proxy.Password ?? "");
        byte[] login = [LoginVersion, (byte)name.Length, .. name, (byte)password.Length, .. password];
        await wire.SendAsync(login, cancellationToken).ConfigureAwait(false);
        var verdict = await wire.ReadAsync(2, cancellationToken).ConfigureAwait(false);
        if (verdict[1] != 0) throw wire.Target.LoginRefused("user or password is wrong");
    }

    private static byte[] Request(ProxyTarget target)
    {
        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)target.Port);
        byte[] head = [Version, Connect, 0];
        if (!IPAddress.TryParse(target.Host, out var address))
        {
            // The proxy resolves the name: it may know hosts that this machine does not.
            var name = Encoding.ASCII.GetBytes(target.Host);
            return [.. head, Name, (byte)name.Length, .. name, .. port];
        }

        var kind = address.AddressFamily == AddressFamily.InterNetwork ? IPv4 : IPv6;
        return [.. head, kind, .. address.GetAddressBytes(), .. port];
    }

    // RFC 1928 section 6
    private static FtpConnectionException Refusal(ProxyTarget target, byte code) => code switch
    {
        2 => target.Refused("not allowed by its rules", "Ask the proxy's operator to allow the server's port and its passive ports."),
        3 => target.NotReached(FtpConnectionFailure.Unreachable, "the network is unreachable"),
        4 => target.NotReached(FtpConnectionFailure.Unreachable, "the host is unreachable"),
        5 => target.NotReached(FtpConnectionFailure.Refused, "the connection was refused"),
        6 => target.NotReached(FtpConnectionFailure.Timeout, "time ran out"),
        7 => target.Refused("it does not connect to hosts", "Use another proxy."),
        8 => target.Refused("it does not know this kind of address", "Name the server by a host name, or by its IPv4 address."),
        _ => target.Refused($"failure {code}", "The proxy's own log may say more."),
    };
}
