using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Proxies;

/// <summary>Logging in through a proxy that speaks FTP: to the proxy, where it wants that, then to the server as USER user@host.</summary>
internal static class FtpProxyLogin
{
    /// <summary>Logs in to the proxy itself, with the proxy's own user. It takes the channel that passwords may travel on.</summary>
    /// <exception cref="FtpConnectionException">The proxy refused.</exception>
    public static async ValueTask RunAsync(ControlChannel channel, CancellationToken cancellationToken)
    {
        if (channel.Connection.Options.Proxy is not { Kind: FtpProxyKind.Ftp, User: { } user } proxy) return;
        var reply = await channel.ExecuteAsync(new FtpCommand("USER", user), cancellationToken).ConfigureAwait(false);
        if (reply.Code == 331)
            reply = await channel.ExecuteAsync(new FtpCommand("PASS", proxy.Password ?? ""), cancellationToken).ConfigureAwait(false);
        if (reply.IsCompleted) return;
        throw channel.Connection.Die(new FtpConnectionException(
            FtpConnectionFailure.Proxy,
            $"The proxy {proxy.Address} refused the login of {TerminalText.Escape(user)}: {ReplyWords.Of(reply)}",
            "Check the proxy's user and password; a proxy that wants none is named without a user.")
        { Reply = reply });
    }

    /// <summary>What USER says: the user, and through an FTP proxy the server too, with its port where it is not 21.</summary>
    public static string UserName(FtpClientOptions options)
    {
        if (options.Proxy?.Kind != FtpProxyKind.Ftp) return options.Credential.User;
        var isIPv6 = IPAddress.TryParse(options.Host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        var host = isIPv6 ? $"[{options.Host}]" : options.Host;
        var port = options.Port is { } given && given != FtpClientOptions.DefaultExplicitPort
            ? string.Create(CultureInfo.InvariantCulture, $":{given}")
            : "";
        return $"{options.Credential.User}@{host}{port}";
    }
}
