using Xunit;

namespace Sealift.TestKit;

/// <summary>The real servers that are set up wrongly, started once for a test assembly as <see cref="PeerServers"/> are.</summary>
public sealed class FaultyPeers : IAsyncLifetime
{
    private readonly PeerServers _servers = new() { AreFaulty = true };

    /// <summary>The server of this name; the calling test is skipped when there are no servers.</summary>
    /// <exception cref="ArgumentException">No instance has this name.</exception>
    public Peer Require(string name) => _servers.Require(name);

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => _servers.InitializeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _servers.DisposeAsync();
}
