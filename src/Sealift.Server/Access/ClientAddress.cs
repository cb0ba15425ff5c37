using System.Net;

namespace Sealift.Server.Access;

/// <summary>Addresses of clients, as they are compared and counted.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address in its IPv6 form (RFC 4291 section 2.5.5.2) is the IPv4 address.</summary>
    public static IPAddress Normal(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>What counts as one client: an IPv4 address, or the /64 network of an IPv6 address (RFC 6177), in which one machine has as many as it likes.</summary>
    public static IPAddress CountedAs(IPAddress address)
    {
        var normal = Normal(address);
        if (normal.GetAddressBytes() is not { Length: > NetworkBytes } bytes) return normal;
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Whether one of the networks has the address; no networks have all.</summary>
    public static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        if (networks.Count == 0) return true;
        var normal = Normal(address);
        return networks.Any(network => Normal(network).Contains(normal));
    }

    // ::ffff:192.0.2.0/120 is 192.0.2.0/24.
    private static IPNetwork Normal(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;
}
