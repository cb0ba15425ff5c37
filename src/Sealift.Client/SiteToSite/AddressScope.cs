using System.Net;
using System.Net.Sockets;

namespace Sealift.Client.SiteToSite;

/// <summary>
/// How far an address is valid. A server told to connect to an address of a narrower scope than its own would reach some other
/// machine, or itself.
/// </summary>
internal static class AddressScope
{
    private enum Scope
    {
        ThisMachine,
        ThisNetwork,
        Everywhere,
    }

    /// <summary>Whether a server at one address can be expected to reach the other address.</summary>
    public static bool Reaches(IPAddress from, IPAddress to) => Of(to) == Scope.Everywhere || Of(to) == Of(from);

    private static Scope Of(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return Scope.ThisMachine;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal ? Scope.ThisNetwork : Scope.Everywhere;

        // RFC 1918, RFC 3927 (169.254/16), RFC 6598 (100.64/10).
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [10, ..] or [192, 168, ..] or [169, 254, ..] => Scope.ThisNetwork,
            [172, >= 16 and < 32, ..] => Scope.ThisNetwork,
            [100, >= 64 and < 128, ..] => Scope.ThisNetwork,
            _ => Scope.Everywhere,
        };
    }
}
