using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Sealift.Core;

namespace Sealift.Client;

/// <summary>A proxy that control and data connections go through. Its text never shows the password.</summary>
/// <remarks>
/// With all kinds but <see cref="FtpProxyKind.Ftp"/> TLS runs from end to end, and trust judges the server's own name. A proxy's
/// password travels to the proxy in clear text; that is how these protocols are.
/// </remarks>
public sealed record FtpProxy
{
    // RFC 1929 section 2: a length is one byte.
    private const int MaxSecretBytes = 255;

    private FtpProxy(FtpProxyKind kind, string host, int port, string? user, string? password)
    {
        Kind = kind;
        Host = host;
        Port = port;
        User = user;
        Password = password;
    }

    /// <summary>What it speaks.</summary>
    public FtpProxyKind Kind { get; }

    /// <summary>Its name or address, IPv6 without brackets.</summary>
    public string Host { get; }

    /// <summary>Its port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Who logs in to the proxy; <see langword="null"/> for nobody.</summary>
    public string? User { get; }

    /// <summary>Whether it has a password, which is never shown.</summary>
    public bool HasPassword => Password is not null;

    internal string? Password { get; }

    /// <summary>Host and port, for people: safe on a terminal.</summary>
    internal string Address => TerminalText.Escape(
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}"));

    /// <summary>Reads a proxy's URL.</summary>
    /// <param name="text">
    /// <c>scheme://[user[:password]@]host[:port]</c> with the scheme <c>http</c> (default port 8080), <c>socks5</c> or <c>socks5h</c>
    /// (1080), <c>socks4a</c> (1080), or <c>ftp</c> (21). Characters of user and password may be written with percent signs.
    /// </param>
    /// <exception cref="FormatException">It is none; the message says why and never repeats a password.</exception>
    public static FtpProxy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var proxy) is { } problem ? throw new FormatException(problem) : proxy!;
    }

    /// <summary>Reads a proxy's URL like <see cref="Parse"/>, without an exception.</summary>
    /// <param name="text">The text, or <see langword="null"/>, which is no URL.</param>
    /// <param name="proxy">The proxy when the result is <see langword="true"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FtpProxy? proxy)
    {
        proxy = null;
        return text is not null && Read(text, out proxy) is null;
    }

    /// <summary>The same proxy with another login.</summary>
    /// <param name="user">The user; <see langword="null"/> for none.</param>
    /// <param name="password">The password, which nothing in this library ever prints; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">This kind of proxy cannot take it: SOCKS 4a has no passwords, for example.</exception>
    public FtpProxy WithLogin(string? user, string? password = null)
    {
        if (LoginProblem(Kind, user, password) is { } problem) throw new ArgumentException(problem, nameof(user));
        return new FtpProxy(Kind, Host, Port, user, password);
    }

    /// <summary>The URL without the password.</summary>
    public override string ToString()
    {
        var user = User is null ? "" : $"{Uri.EscapeDataString(User)}@";
        return string.Create(
            CultureInfo.InvariantCulture, $"{SchemeOf(Kind)}://{user}{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
    }

    private static string SchemeOf(FtpProxyKind kind) => kind switch
    {
        FtpProxyKind.HttpConnect => "http",
        FtpProxyKind.Socks5 => "socks5",
        FtpProxyKind.Socks4a => "socks4a",
        _ => "ftp",
    };

    private static string? Read(string text, out FtpProxy? proxy)
    {
        proxy = null;
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0) return "A proxy is written as http://, socks5://, socks4a:// or ftp:// and host:port.";
        (FtpProxyKind Kind, int Port)? scheme = text[..end].ToLowerInvariant() switch
        {
            "http" => (FtpProxyKind.HttpConnect, 8080),
            "socks5" or "socks5h" or "socks" => (FtpProxyKind.Socks5, 1080),
            "socks4a" => (FtpProxyKind.Socks4a, 1080),
            "ftp" => (FtpProxyKind.Ftp, FtpClientOptions.DefaultExplicitPort),
            _ => null,
        };
        if (scheme is not { } known) return "A proxy can be http:// (CONNECT), socks5://, socks4a:// or ftp://; no other kind is known.";

        // FtpUrl knows what users, passwords, hosts and ports are.
        var rest = text[(end + 3)..];
        var slash = rest.IndexOf('/');
        if (slash >= 0 && slash < rest.Length - 1) return "A proxy has a host and a port, and no path.";
        try
        {
            var url = FtpUrl.Parse($"ftp://{rest}");
            if (LoginProblem(known.Kind, url.User, url.Password) is { } problem) return problem;
            proxy = new FtpProxy(known.Kind, url.Host, url.HasPort ? url.Port : known.Port, url.User, url.Password);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static string? LoginProblem(FtpProxyKind kind, string? user, string? password)
    {
        if (user is null) return password is null ? null : "A proxy's password needs a user.";
        if (user.Length == 0 || HasControl(user) || (password is not null && HasControl(password)))
            return "The proxy's user or password is empty or contains a control character.";
        return kind switch
        {
            FtpProxyKind.Socks4a when password is not null => "SOCKS 4a has no passwords; use socks5://.",
            FtpProxyKind.HttpConnect when user.Contains(':') => "The user of an HTTP proxy cannot contain a colon (RFC 7617 section 2).",
            FtpProxyKind.Socks5 when Encoding.UTF8.GetByteCount(user) > MaxSecretBytes
                || Encoding.UTF8.GetByteCount(password ?? "") > MaxSecretBytes =>
                "SOCKS 5 takes users and passwords of at most 255 bytes (RFC 1929 section 2).",
            _ => null,
        };
    }

    private static bool HasControl(string text) => text.Any(char.IsControl);
}
