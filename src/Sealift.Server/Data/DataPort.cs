using System.Net.Sockets;

namespace Sealift.Server.Data;

/// <summary>What client and server agreed on for the next data connection: a port that waits, or an address to connect to.</summary>
internal abstract class DataPort : IDisposable
{
    /// <summary>Whether this side begins the TLS handshake (CPSV): at the other end is a server.</summary>
    public bool IsTlsClient { get; init; }

    /// <summary>Waits for the connection, which then belongs to the caller; null where it did not come about in time.</summary>
    public abstract ValueTask<Socket?> TakeAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
