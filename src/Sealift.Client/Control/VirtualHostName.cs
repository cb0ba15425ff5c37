using System.Net;
using System.Net.Sockets;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>The argument of HOST (RFC 7151 section 3.1): a name, an IPv4 address, or an IPv6 address in brackets; never a port.</summary>
internal static class VirtualHostName
{
    public static string Check(string host)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        var bare = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (bare.Contains(':', StringComparison.Ordinal) && !bare.AsSpan().ContainsAny('[', ']'))
        {
            return IPAddress.TryParse(bare, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0
                ? $"[{address}]"
                : throw new ArgumentException("A virtual host is a name or an address without a port.", nameof(host));
        }

        if (bare.Length != host.Length || bare.AsSpan().ContainsAny(" :[]"))
            throw new ArgumentException("A virtual host is a name or an address; brackets are for IPv6.", nameof(host));
        _ = new FtpCommand("HOST", bare);
        return bare;
    }
}
