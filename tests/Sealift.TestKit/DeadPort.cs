using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>A port where nobody listens and nobody else can come to listen: it is taken, and refuses every connection.</summary>
public sealed class DeadPort : IDisposable
{
    private readonly Socket _taken;

    /// <summary>Takes a free port.</summary>
    /// <param name="address">The address; 127.0.0.1 by default.</param>
    public DeadPort(IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _taken = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _taken.Bind(new IPEndPoint(address, 0));
    }

    /// <summary>The address and the port.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_taken.LocalEndPoint!;

    /// <summary>The port.</summary>
    public int Port => EndPoint.Port;

    /// <inheritdoc/>
    public void Dispose() => _taken.Dispose();
}
