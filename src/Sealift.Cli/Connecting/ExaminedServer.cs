using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Core;

namespace Sealift.Cli.Connecting;

/// <summary>A server as "doctor" takes it: a host, with a port or without, what stands for a URL anywhere else, or a saved site.</summary>
internal static class ExaminedServer
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Output.CommandException">It is none (usage).</exception>
    public static RemoteLocation Read(string text)
    {
        // A bare host has no colon that a saved site would have; what has one and a number after it is a host and its port.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isSite = SiteArgument.IsOne(text) && !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (isSite || text.Contains('@', StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal)) return ArgumentParsing.ReadUrl(text);
        var server = ServerAddress.Parse(text);
        return new RemoteLocation(new FtpUrl(server.Mode, server.Host, server.Port));
    }
}
