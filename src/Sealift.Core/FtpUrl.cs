using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Core;

/// <summary>Where a session goes and what it looks at: the address of a server, a user and a path.</summary>
/// <remarks>
/// "ftpes://" and "ftp://" mean explicit TLS, "ftps://" implicit TLS. The path after the host is relative to the login
/// directory (RFC 1738 section 3.2.2); "//a" or "/%2Fa" is absolute. The short form "user@host:/path" is explicit, its path
/// is taken literally and is absolute only with the slash. '?' and '#' are parts of names.
/// </remarks>
public sealed record FtpUrl
{
    private const int MaxHostLength = 255;

    /// <summary>Creates a URL from its parts.</summary>
    /// <param name="mode">Explicit or implicit; a URL cannot ask for plain text.</param>
    /// <param name="host">A name or an address, IPv6 without brackets.</param>
    /// <param name="port">1 to 65535, or <see langword="null"/> for the default of the mode (21 or 990).</param>
    /// <param name="user">The user's name, or <see langword="null"/>.</param>
    /// <param name="password">The password, or <see langword="null"/>; only together with a user.</param>
    /// <param name="path">The path; the login directory by default.</param>
    /// <param name="isDirectory">Whether the path was written as a directory; a path without segments always is.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message says which and why.</exception>
    public FtpUrl(
        FtpTlsMode mode,
        string host,
        int? port = null,
        string? user = null,
        string? password = null,
        FtpPath? path = null,
        bool isDirectory = false)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (mode is not (FtpTlsMode.Explicit or FtpTlsMode.Implicit))
            throw new ArgumentException("A URL means explicit or implicit TLS.", nameof(mode));
        if (HostProblem(host) is { } hostProblem)
            throw new ArgumentException(hostProblem, nameof(host));
        if (port is < 1 or > ushort.MaxValue)
            throw new ArgumentException("The port must be a number from 1 to 65535.", nameof(port));
        if (user is "" || (user is not null && HasControl(user)))
            throw new ArgumentException("The user name is empty or contains a control character.", nameof(user));
        if (password is not null && (user is null || HasControl(password)))
            throw new ArgumentException("A password needs a user and cannot contain control characters.", nameof(password));

        Mode = mode;
        Host = host;
        HasPort = port is not null;
        Port = port ?? DefaultPort(mode);
        User = user;
        Password = password;
        Path = path ?? FtpPath.Home;
        IsDirectory = isDirectory || Path.IsTop;
    }

    /// <summary>Explicit or implicit TLS.</summary>
    public FtpTlsMode Mode { get; }

    /// <summary>The host as typed: a name (international names stay Unicode) or an address, IPv6 without brackets.</summary>
    public string Host { get; }

    /// <summary>The port in effect, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Whether the port was written.</summary>
    public bool HasPort { get; }

    /// <summary>The user's name, or <see langword="null"/>.</summary>
    public string? User { get; }

    /// <summary>The password, or <see langword="null"/>. <see cref="ToString"/> never shows it.</summary>
    public string? Password { get; }

    /// <summary>The path, relative to the login directory unless it is absolute.</summary>
    public FtpPath Path { get; }

    /// <summary>Whether the path was written with a slash at its end, or has no segments.</summary>
    public bool IsDirectory { get; }

    /// <summary>Reads a URL or the short form.</summary>
    /// <param name="text">The text as typed; nothing is trimmed.</param>
    /// <exception cref="FormatException">It is neither; the message says why and never repeats a password.</exception>
    public static FtpUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out var url) is { } problem ? throw new FormatException(problem) : url!;
    }

    /// <summary>Reads a URL like <see cref="Parse"/>, without an exception.</summary>
    /// <param name="text">The text, or <see langword="null"/>, which is no URL.</param>
    /// <param name="url">The URL when the result is <see langword="true"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FtpUrl? url)
    {
        url = null;
        return text is not null && Read(text, out url) is null;
    }

    /// <summary>The same server and user with another path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isDirectory">Whether it is meant as a directory.</param>
    public FtpUrl WithPath(FtpPath path, bool isDirectory = false) =>
        new(Mode, Host, HasPort ? Port : null, User, Password, path, isDirectory);

    /// <summary>The URL without the password, in the "ftpes://" or "ftps://" form that <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        var output = new StringBuilder(Mode == FtpTlsMode.Implicit ? "ftps://" : "ftpes://");
        if (User is not null)
        {
            FtpUrlEncoding.Append(output, User);
            output.Append('@');
        }

        output.Append(Host.Contains(':') ? $"[{Host}]" : Host);
        if (HasPort)
            output.Append(CultureInfo.InvariantCulture, $":{Port}");
        output.Append(Path.IsAbsolute ? "//" : "/");
        for (var i = 0; i < Path.Segments.Count; i++)
        {
            if (i > 0)
                output.Append('/');
            FtpUrlEncoding.Append(output, Path.Segments[i]);
        }

        if (IsDirectory && !Path.IsTop)
            output.Append('/');
        return output.ToString();
    }

    private static int DefaultPort(FtpTlsMode mode) => mode == FtpTlsMode.Implicit ? 990 : 21;

    private static string? Read(string text, out FtpUrl? url)
    {
        url = null;
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd < 0 || text.AsSpan(0, schemeEnd).ContainsAny("/@:"))
            return ReadShort(text, out url);
        FtpTlsMode mode;
        switch (text[..schemeEnd].ToLowerInvariant())
        {
            case "ftpes" or "ftp":
                mode = FtpTlsMode.Explicit;
                break;
            case "ftps":
                mode = FtpTlsMode.Implicit;
                break;
            default:
                return "The URL must begin with ftpes:// (explicit TLS), ftps:// (implicit TLS) or ftp:// (explicit TLS).";
        }

        var rest = text.AsSpan(schemeEnd + 3);
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var rawPath = slash < 0 ? [] : rest[(slash + 1)..];

        if (ReadUser(authority, out var user, out var password, out var hostAndPort) is { } userProblem)
            return userProblem;
        if (ReadHost(hostAndPort, out var host, out var port) is { } hostProblem)
            return hostProblem;
        if (ReadType(ref rawPath) is { } typeProblem)
            return typeProblem;
        if (FtpUrlEncoding.Decode(rawPath, out var decoded) is { } pathProblem)
            return pathProblem;
        return ReadPath(decoded, out var path, out var isDirectory)
            ?? Create(mode, host, port, user, password, path, isDirectory, out url);
    }

    // user@host:path. The first colon outside brackets ends the host; the last '@' before it ends the user.
    private static string? ReadShort(string text, out FtpUrl? url)
    {
        url = null;
        var colon = 0;
        var lastClose = text.LastIndexOf(']');
        while (colon < text.Length && text[colon] != ':')
        {
            var opens = colon < lastClose && text[colon] == '[' && colon > 0 && text[colon - 1] == '@';
            var close = opens ? text.IndexOf(']', colon) : -1;
            colon = close < 0 ? colon + 1 : close;
        }

        var at = text.LastIndexOf('@', Math.Min(colon, text.Length - 1));
        if (colon >= text.Length || at < 0)
            return "This is not a URL: write ftpes://host/path, ftps://host/path or user@host:/path.";
        var user = text[..at];
        if (user.Length == 0)
            return "The user name before '@' is missing.";
        if (HasControl(user))
            return "The user name contains a control character.";
        if (ReadHost(text.AsSpan(at + 1, colon - at - 1), out var host, out var port) is { } hostProblem)
            return hostProblem;
        return ReadPath(text[(colon + 1)..], out var path, out var isDirectory)
            ?? Create(FtpTlsMode.Explicit, host, port, user, password: null, path, isDirectory, out url);
    }

    private static string? Create(
        FtpTlsMode mode, string host, int? port, string? user, string? password, FtpPath path, bool isDirectory, out FtpUrl url)
    {
        url = new FtpUrl(mode, host, port, user, password, path, isDirectory);
        return null;
    }

    private static string? ReadUser(
        ReadOnlySpan<char> authority, out string? user, out string? password, out ReadOnlySpan<char> hostAndPort)
    {
        user = null;
        password = null;
        var at = authority.LastIndexOf('@');
        hostAndPort = authority[(at + 1)..];
        if (at < 0)
            return null;
        var colon = authority[..at].IndexOf(':');
        if (FtpUrlEncoding.Decode(authority[..(colon < 0 ? at : colon)], out var name) is not null)
            return "The user name in the URL is not valid: check its percent signs and control characters.";
        if (name.Length == 0)
            return "The user name before '@' is missing.";
        user = name;
        if (colon < 0)
            return null;
        if (FtpUrlEncoding.Decode(authority[(colon + 1)..at], out var secret) is not null)
            return "The password in the URL is not valid: check its percent signs and control characters.";
        password = secret;
        return null;
    }

    // The messages do not repeat what was typed: with a '/' in a password it would be a part of the password.
    private static string? ReadHost(ReadOnlySpan<char> text, out string host, out int? port)
    {
        host = "";
        port = null;
        ReadOnlySpan<char> portText;
        bool hasPort;
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']');
            if (close < 0)
                return "The '[' before an IPv6 address has no ']' after it.";
            host = text[1..close].ToString();
            if (!host.Contains(':'))
                return "Only an IPv6 address stands in brackets.";
            portText = text[(close + 1)..];
            hasPort = portText.StartsWith(':');
            if (!hasPort && !portText.IsEmpty)
                return "Only a port may follow the ']' of an IPv6 address.";
            portText = hasPort ? portText[1..] : portText;
        }
        else
        {
            var colon = text.IndexOf(':');
            if (colon != text.LastIndexOf(':'))
                return "An IPv6 address must be written in brackets, such as [::1].";
            hasPort = colon >= 0;
            host = (hasPort ? text[..colon] : text).ToString();
            portText = hasPort ? text[(colon + 1)..] : [];
        }

        if (HostProblem(host) is { } problem)
            return problem;
        if (!hasPort)
            return null;
        if (portText.Length > 5
            || !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > ushort.MaxValue)
            return "The port must be a number from 1 to 65535.";
        port = number;
        return null;
    }

    // RFC 1738 section 3.2.2: ";type=" a, i or d may end the path. Only image transfers are meant here.
    private static string? ReadType(ref ReadOnlySpan<char> path)
    {
        const string Mark = ";type=";
        var start = path.Length - Mark.Length - 1;
        if (start < 0 || !path[start..^1].Equals(Mark, StringComparison.OrdinalIgnoreCase))
            return null;
        if (path[^1] is not ('i' or 'I'))
            return "Only \";type=i\" (binary) is accepted at the end of a URL; a name that ends so is written with %3B.";
        path = path[..start];
        return null;
    }

    private static string? ReadPath(string text, out FtpPath path, out bool isDirectory)
    {
        path = FtpPath.Home;
        isDirectory = text.Length == 0 || text[^1] == '/';
        if (text.Length == 0)
            return null;
        try
        {
            path = FtpPath.Parse(text);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    private static string? HostProblem(string host)
    {
        if (host.Length == 0)
            return "The host is missing.";
        if (host.Length > MaxHostLength)
            return "The host is longer than any host name can be.";
        if (host.Contains(':'))
        {
            return host.AsSpan().ContainsAny('[', ']') || !IPAddress.TryParse(host, out var address)
                || address.AddressFamily != AddressFamily.InterNetworkV6
                ? "The IPv6 address is not valid."
                : null;
        }

        if (host[0] is '-' or '.')
            return "A host name cannot begin with '-' or '.'.";
        foreach (var rune in host.EnumerateRunes())
        {
            var allowed = rune.IsAscii
                ? Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '.' or '_'
                : rune != Rune.ReplacementChar && FtpUrlEncoding.IsReadable(rune);
            if (!allowed)
                return "The host contains a character that no host name has.";
        }

        return null;
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.Contains('\x7F')
        || FtpUrlEncoding.HasLoneSurrogate(text);
}
