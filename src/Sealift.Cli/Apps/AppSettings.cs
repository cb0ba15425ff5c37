using System.Net;

namespace Sealift.Cli.Apps;

/// <summary>How the app is started.</summary>
internal sealed record AppSettings
{
    /// <summary>Where it listens. Default: this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0, the default, for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The certificate of the web server, PEM; null for none, which is allowed on this machine only.</summary>
    public string? Certificate { get; init; }

    /// <summary>The private key, where it has a file of its own.</summary>
    public string? Key { get; init; }

    /// <summary>What people type to get in; null for the one-time address that opens the browser here.</summary>
    public string? Password { get; init; }

    /// <summary>Whether a browser is opened. Default true.</summary>
    public bool OpensBrowser { get; init; } = true;

    /// <summary>How long the app goes on without a window; null for ever. Default 60 s.</summary>
    public TimeSpan? Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the app ends when its standard input does. Default false.</summary>
    public bool EndsWithStdin { get; init; }

    /// <summary>Whether the address is told as a JSON object.</summary>
    public bool IsJson { get; init; }
}
