using Sealift.Cli.CommandLine;
using Sealift.Client;

namespace Sealift.App.Connecting;

/// <summary>A server that is open in a pane: its sessions, and its files as a store.</summary>
internal sealed class RemoteSite : IAsyncDisposable
{
    internal RemoteSite(string address, RemoteLocation location, FtpClientOptions options, FtpClientPool pool)
    {
        Address = address;
        Location = location;
        Options = options;
        Pool = pool;
        Store = new FtpFileStore(pool, leaveOpen: true);
    }

    /// <summary>The server as it was named: a saved site's <c>name:</c> or a URL without a password. With a path behind it, a job of the queue names it so.</summary>
    public string Address { get; }

    /// <summary>The place that was named.</summary>
    public RemoteLocation Location { get; }

    /// <summary>What the sessions are made with.</summary>
    public FtpClientOptions Options { get; }

    /// <summary>The sessions.</summary>
    public FtpClientPool Pool { get; }

    /// <summary>The files.</summary>
    public FtpFileStore Store { get; }

    /// <summary>The name that a pane shows.</summary>
    public string Title => Location.Site?.Name ?? $"{Options.Credential.User}@{Location.Host}";

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Pool.DisposeAsync();
    }
}
