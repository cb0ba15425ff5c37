using System.Net;
using System.Net.Sockets;

namespace Sealift.Tls.Trust;

/// <summary>The commands that change what is trusted, in the words that hints and documentation show.</summary>
public static class TrustCommand
{
    /// <summary>The command that trusts a key: <c>sealift trust add HOST:PORT --pin sha256//…</c>.</summary>
    public static string Add(string host, int port, SpkiPin pin) => $"sealift trust add {Place(host, port)} --pin {pin}";

    /// <summary>The command that forgets a host: <c>sealift trust rm HOST:PORT</c>.</summary>
    public static string Remove(string host, int port) => $"sealift trust rm {Place(host, port)}";

    /// <summary>Host and port as the known hosts name them: lower case, IPv6 addresses in brackets.</summary>
    internal static string Place(string host, int port)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        var isIPv6 = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        return isIPv6 ? $"[{address}]:{port}" : $"{host.ToLowerInvariant()}:{port}";
    }
}
