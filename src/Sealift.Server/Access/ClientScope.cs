using System.Net;
using System.Net.Sockets;

namespace Sealift.Server.Access;

/// <summary>Which clients are on this side of a router that translates addresses.</summary>
internal static class ClientScope
{
    /// <summary>Whether a client reaches this machine without such a router: from the machine itself, or from a private network.</summary>
    public static bool IsNear(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;

        // RFC 1918, RFC 3927.
        return address.GetAddressBytes() switch
        {
            [10, ..] or [192, 168, ..] or [169, 254, ..] => true,
            [172, >= 16 and < 32, ..] => true,
            _ => false,
        };
    }
}
