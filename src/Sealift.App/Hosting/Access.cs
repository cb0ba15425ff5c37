using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Sealift.Cli.Apps;

namespace Sealift.App.Hosting;

/// <summary>Who gets in: a browser that came by the address that works once, or with the password, and has the cookie from then on.</summary>
internal sealed class Access(AppSettings settings, TimeProvider time)
{
    /// <summary>The parameter of the address that works once.</summary>
    public const string TokenName = "token";

    private const int KeyBytes = 32;
    private const int MaxFreeTries = 5;
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TryInterval = TimeSpan.FromSeconds(2);

    private readonly byte[] _cookie = RandomNumberGenerator.GetBytes(KeyBytes);
    private readonly Lock _lock = new();
    private HashSet<string> _hosts = [];
    private string _scheme = "http";
    private int _port;
    private byte[]? _token;
    private DateTimeOffset _tokenUntil;
    private int _failures;
    private DateTimeOffset _nextTry;

    /// <summary>The name of the cookie: one for each port, because browsers keep cookies for a host whatever its port.</summary>
    public string CookieName => $"sealift-{_port}";

    /// <summary>What the cookie holds.</summary>
    public string CookieValue => WebEncoders.Base64UrlEncode(_cookie);

    /// <summary>Whether people type a password to get in.</summary>
    public bool HasPassword => settings.Password is not null;

    /// <summary>Whether the cookie is for encrypted connections only.</summary>
    public bool IsSecure => _scheme == "https";

    /// <summary>The server listens.</summary>
    public void Open(IPAddress address, int port, string scheme)
    {
        _port = port;
        _scheme = scheme;

        // Another name of this machine, chosen by somebody else's name server, is none of ours (DNS rebinding).
        IEnumerable<string> names = IPAddress.IsLoopback(address) ? ["127.0.0.1", "localhost", "[::1]", address.ToString()] : [];
        _hosts = [.. names.Select(name => $"{name}:{port}")];
    }

    /// <summary>The address that works once; with a password, just the address.</summary>
    public Uri FirstAddress()
    {
        // What listens on all addresses is reached by the name of this machine.
        var isEverywhere = settings.Address.Equals(IPAddress.Any) || settings.Address.Equals(IPAddress.IPv6Any);
        var host = isEverywhere ? Environment.MachineName.ToLowerInvariant() : settings.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{settings.Address}]" : settings.Address.ToString();
        if (HasPassword) return new Uri($"{_scheme}://{host}:{_port}/");
        var token = RandomNumberGenerator.GetBytes(KeyBytes);
        lock (_lock) (_token, _tokenUntil) = (token, time.GetUtcNow() + TokenLife);
        return new Uri($"{_scheme}://{host}:{_port}/?{TokenName}={WebEncoders.Base64UrlEncode(token)}");
    }

    /// <summary>Whether a Host header names this server. Where it listens for other machines any name may be its own, and the password guards it.</summary>
    public bool IsOwnHost(string host) => _hosts.Count == 0 || _hosts.Contains(host);

    /// <summary>Whether an Origin header names the page of this server that a Host header reached.</summary>
    public bool IsOwnOrigin(string origin, string host) => origin == $"{_scheme}://{host}";

    /// <summary>Whether a cookie is the one that was given.</summary>
    public bool IsCookie(string? value) =>
        value is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(value), Encoding.ASCII.GetBytes(CookieValue));

    /// <summary>Takes the word of the address, which works once.</summary>
    public bool TakeToken(string text)
    {
        lock (_lock)
        {
            if (_token is null || time.GetUtcNow() > _tokenUntil) return false;
            var expected = Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(_token));
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), expected)) return false;
            _token = null;
            return true;
        }
    }

    /// <summary>Whether the password is right; null while too many were wrong, and nothing is looked at.</summary>
    public bool? TryPassword(string text)
    {
        if (settings.Password is not { } password) return false;
        lock (_lock)
        {
            if (_failures >= MaxFreeTries && time.GetUtcNow() < _nextTry) return null;
            var isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(Encoding.UTF8.GetBytes(password)));
            _failures = isRight ? 0 : _failures + 1;
            _nextTry = time.GetUtcNow() + TryInterval;
            return isRight;
        }
    }
}
