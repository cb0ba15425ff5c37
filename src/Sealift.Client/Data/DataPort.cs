using System.Net.Sockets;

namespace Sealift.Client.Data;

/// <summary>Where one data connection will be. What is not taken from it is closed with it.</summary>
internal abstract class DataPort : IDisposable
{
    /// <summary>The connection, where it exists before the transfer command is sent; null where the server opens it afterwards.</summary>
    public virtual Socket? Connected => null;

    /// <summary>The connection, which now belongs to the caller. Called once, after the transfer command was sent.</summary>
    /// <exception cref="FtpConnectionException">It did not come about.</exception>
    public abstract ValueTask<Socket> TakeAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
