using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Connecting;

/// <summary>A server as "trust" takes it: HOST, HOST:PORT, an IPv6 address with or without brackets, a URL, or a saved site (<c>name:</c>).</summary>
/// <param name="Host">The host, IPv6 without brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="Mode">How TLS begins there: implicit on port 990, or where an ftps:// URL says so.</param>
internal sealed record ServerAddress(string Host, int Port, FtpTlsMode Mode)
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="CommandException">It is none (usage).</exception>
    public static ServerAddress Parse(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return FtpUrl.TryParse(text, out var url)
                ? new ServerAddress(url.Host, url.Port, url.Mode)
                : throw Wrong("the URL of the server cannot be used.");
        }

        // A saved site: with a slash or nothing after the colon, where a port would have a number.
        if ((text.EndsWith(':') || text.Contains(":/", StringComparison.Ordinal)) && SiteArgument.IsOne(text))
        {
            var site = ArgumentParsing.ReadUrl(text).Url;
            return new ServerAddress(site.Host, site.Port, site.Mode);
        }

        // "[::1]:21" parses as an address too, and loses its port.
        var isAddress = IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        if (isAddress && !text.Contains("]:", StringComparison.Ordinal))
            return Make(text.Trim('[', ']'), FtpClientOptions.DefaultExplicitPort);

        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']')) return Make(text, FtpClientOptions.DefaultExplicitPort);
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? Make(text[..colon], port)
            : throw Wrong("the port must be a number from 1 to 65535.");
    }

    /// <summary>A server in the shortest form that <see cref="Parse"/> reads as the same one.</summary>
    public static string Write(FtpTlsMode mode, string host, int port)
    {
        var place = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var usual = mode == FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort;
        var authority = port == usual ? place : string.Create(CultureInfo.InvariantCulture, $"{place}:{port}");
        return mode == FtpTlsMode.Implicit ? $"ftps://{authority}" : port == FtpClientOptions.DefaultImplicitPort ? $"ftpes://{authority}" : authority;
    }

    private static ServerAddress Make(string host, int port)
    {
        var mode = port == FtpClientOptions.DefaultImplicitPort ? FtpTlsMode.Implicit : FtpTlsMode.Explicit;
        try
        {
            // The URL knows what a host is.
            var url = new FtpUrl(mode, host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host, port);
            return new ServerAddress(url.Host, url.Port, mode);
        }
        catch (ArgumentException)
        {
            throw Wrong("this is no host.");
        }
    }

    private static CommandException Wrong(string message) => CommandException.Usage(
        message, "Write HOST, HOST:PORT, [IPv6]:PORT, a URL (ftps://HOST means implicit TLS), or NAME: for a saved site.");
}
