using Sealift.Core;

namespace Sealift.Client.Proxies;

/// <summary>Where a proxy is asked to connect to, and the words for what goes wrong there.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="Host">A name in ASCII or an address, IPv6 without brackets.</param>
/// <param name="Port">The port.</param>
internal sealed record ProxyTarget(FtpProxy Proxy, string Host, int Port)
{
    /// <summary>The proxy says no, in its own words or code.</summary>
    public FtpConnectionException Refused(string reason, string hint) =>
        Failed(FtpConnectionFailure.Proxy, $"The proxy {Proxy.Address} refused a connection to {this}: {reason}.", hint);

    /// <summary>The proxy tried, and the server did not answer it.</summary>
    public FtpConnectionException NotReached(FtpConnectionFailure failure, string reason) => Failed(
        failure,
        $"The proxy {Proxy.Address} could not connect to {this}: {reason}.",
        "The proxy answers, so check host and port of the server, and the proxy's own network.");

    /// <summary>The proxy wants a login, or another one.</summary>
    public FtpConnectionException LoginRefused(string reason) => Failed(
        FtpConnectionFailure.Proxy,
        $"The proxy {Proxy.Address} refused the login: {reason}.",
        Proxy.User is null ? "It wants a user and a password; name them in the proxy's URL." : "Check the proxy's user and password.");

    /// <summary>What answers does not speak the proxy's protocol.</summary>
    public FtpConnectionException Malformed(string what) => Failed(
        FtpConnectionFailure.Proxy,
        $"What answers at {Proxy.Address} is no proxy of this kind: {what}.",
        "Check the proxy's port and its kind (http://, socks5://, socks4a://).");

    public override string ToString() => $"{TerminalText.Escape(Host)} port {Port}";

    private static FtpConnectionException Failed(FtpConnectionFailure failure, string message, string hint) => new(failure, message, hint);
}
