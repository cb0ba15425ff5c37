using System.Globalization;
using System.Net;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Connecting;

/// <summary>
/// Which proxy a connection takes. The first of these decides: --proxy or the saved site, ALL_PROXY unless NO_PROXY names the
/// host. Its password comes from SEALIFT_PROXY_PASSWORD, the vault, or ALL_PROXY, and is shown nowhere.
/// </summary>
internal sealed class ProxyChoice(Terminal terminal)
{
    public const string PasswordVariable = "SEALIFT_PROXY_PASSWORD";

    /// <summary>Reads the environment; replaced in tests.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The proxy; <see langword="null"/> for none.</summary>
    /// <param name="settings">What the command line and the site say.</param>
    /// <param name="secrets">The site's vault; <see langword="null"/> where there is no site.</param>
    /// <param name="url">The server.</param>
    /// <param name="cancellationToken">Ends the wait for the vault's passphrase.</param>
    /// <exception cref="CommandException">The environment names something that is no proxy.</exception>
    public async ValueTask<FtpProxy?> FindAsync(
        ConnectionSettings settings, SiteSecrets? secrets, FtpUrl url, CancellationToken cancellationToken)
    {
        var named = settings.Find(KnownSettings.Proxy);
        if (named == KnownSettings.NoProxy) return null;
        var proxy = named is null ? FromEnvironment(url) : FtpProxy.Parse(named);
        if (proxy is null) return null;
        if (proxy is { User: { } user, Kind: not FtpProxyKind.Socks4a } && await PasswordAsync(named is null ? null : secrets, cancellationToken) is { } password)
            proxy = WithPassword(proxy, user, password);
        if (proxy.Kind == FtpProxyKind.Ftp)
        {
            terminal.WriteWarning(
                $"{TerminalText.Escape(proxy.ToString())} speaks FTP itself: TLS ends there, it reads the password and every byte, and how it goes on is its own affair.");
        }

        return proxy;
    }

    private FtpProxy WithPassword(FtpProxy proxy, string user, string password)
    {
        terminal.Secrets.Add(password);
        try
        {
            return proxy.WithLogin(user, password);
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage("the proxy's password cannot be used.", "It is empty, too long for this kind of proxy, or has a control character.");
        }
    }

    private async ValueTask<string?> PasswordAsync(SiteSecrets? secrets, CancellationToken cancellationToken)
    {
        if (Environment(PasswordVariable) is { Length: > 0 } password) return password;
        return secrets is null ? null : await secrets.FindAsync(SecretKind.ProxyPassword, cancellationToken);
    }

    private FtpProxy? FromEnvironment(FtpUrl url)
    {
        var name = Environment("all_proxy") is { Length: > 0 } ? "all_proxy" : "ALL_PROXY";
        if (Environment(name) is not { Length: > 0 } text) return null;
        if (IsExempt(url, Environment("no_proxy") is { Length: > 0 } lower ? lower : Environment("NO_PROXY"))) return null;

        // HOST:PORT alone means an HTTP proxy there, as other programs read it.
        if (FtpProxy.TryParse(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", out var proxy)) return proxy;
        throw CommandException.Usage(
            $"{name} names no proxy that can be used.",
            "It takes http://, socks5://, socks4a:// or ftp:// and HOST:PORT. --proxy none connects without one.");
    }

    // "*", a host, a domain with everything below it, an address, or a network such as 10.0.0.0/8; each may have a port.
    private static bool IsExempt(FtpUrl url, string? list)
    {
        var address = IPAddress.TryParse(url.Host, out var parsed) ? parsed : null;
        return (list ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(entry =>
        {
            if (entry == "*") return true;
            if (address is not null && IPNetwork.TryParse(entry, out var network)) return network.Contains(address);
            if (address is not null && IPAddress.TryParse(entry.Trim('[', ']'), out var exempt)) return exempt.Equals(address);
            var colon = entry.LastIndexOf(':');
            var port = colon < 0 ? null : entry[(colon + 1)..];
            var name = (colon < 0 ? entry : entry[..colon]).TrimStart('*').Trim('.', '[', ']');
            return (port is null || port == url.Port.ToString(CultureInfo.InvariantCulture))
                && name.Length > 0
                && (url.Host.Equals(name, StringComparison.OrdinalIgnoreCase)
                    || (address is null && url.Host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)));
        });
    }
}
