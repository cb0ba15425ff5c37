using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>
/// A port behind a firewall that drops what comes, as far as a client can tell: its queue of connections is full and never emptied, so that Linux
/// leaves each further attempt without an answer.
/// </summary>
public sealed class SilentPort : IDisposable
{
    private readonly Socket _listener;
    private readonly Socket _first;

    /// <summary>Takes a free port.</summary>
    /// <param name="address">The address; 127.0.0.1 by default.</param>
    public SilentPort(IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(0);
        _first = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _first.Connect(EndPoint);
    }

    /// <summary>The address and the port.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>The port.</summary>
    public int Port => EndPoint.Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _listener.Dispose();
    }
}
