using Sealift.Cli.Connecting;
using Sealift.Core;
using Sealift.Sites;

namespace Sealift.Cli.CommandLine;

/// <summary>What a URL argument names: a place on a server and, where that is a saved site, what the site says about the connection.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Site">The saved site; <see langword="null"/> where a URL was given.</param>
internal sealed record RemoteLocation(FtpUrl Url, Site? Site = null)
{
    public FtpPath Path => Url.Path;

    public bool IsDirectory => Url.IsDirectory;

    public string Host => Url.Host;

    public int Port => Url.Port;

    public string? User => Url.User;

    /// <summary>What the saved site says; nothing where a URL was given.</summary>
    public ConnectionSettings Settings => Site?.Values ?? ConnectionSettings.None;

    /// <summary>The server as "sealift doctor" takes it: the saved site, or host, port and mode where they are not the usual ones.</summary>
    public string Server => Site is { } site ? $"{site.Name}:" : ServerAddress.Write(Url.Mode, Host, Port);

    /// <summary>The same server with another path.</summary>
    public RemoteLocation WithPath(FtpPath path, bool isDirectory = false) => this with { Url = Url.WithPath(path, isDirectory) };

    /// <summary>The URL without the password.</summary>
    public override string ToString() => Url.ToString();
}
