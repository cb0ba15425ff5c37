using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>
/// A TCP proxy that puts a distance between a client and a server on one machine, to count round trips. It listens on a
/// second loopback address at the same ports as the server, so that a client that takes the port from an EPSV reply and
/// the address from its control connection comes through it with its data connections too; nothing is rewritten.
/// </summary>
/// <remarks>
/// <para>
/// Every byte travels for <see cref="OneWay"/>. TCP's own handshake is charged as well, although a connect on loopback
/// returns at once. With one way = D, a connect at time 0 would really be complete for the client at 2D and for the server
/// at 3D. So the server is connected to at 3D, and a greeting arrives at 4D: two round trips. The client runs 2D early
/// until it hears something on the connection that only a client with a true connection could have heard; what it
/// sends before that at time t is delivered at t + 3D, afterwards at t + D. Its first byte thus arrives after one and a
/// half round trips.
/// </para>
/// <para>
/// A client that opens a connection long before it uses it pays 2D too much here, and never too little.
/// Bandwidth is not limited; about 16 MiB may be on the way in each direction of a connection.
/// </para>
/// </remarks>
public sealed class DelayProxy : IAsyncDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentQueue<ProxiedConnection> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPAddress _target;
    private readonly long _started = Stopwatch.GetTimestamp();

    private DelayProxy(IPAddress address, IPAddress target, TimeSpan oneWay)
    {
        Address = address;
        _target = target;
        OneWay = oneWay;
    }

    /// <summary>The address a client connects to.</summary>
    public IPAddress Address { get; }

    /// <summary>The time a byte travels in one direction; a round trip is twice that.</summary>
    public TimeSpan OneWay { get; }

    /// <summary>All connections so far, in the order in which they were opened.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => [.. _connections];

    /// <summary>Listens on 127.0.0.2 at each port and forwards to the same port of 127.0.0.1.</summary>
    /// <param name="ports">The server's control port and its whole passive range, as in <see cref="Peer.Ports"/>.</param>
    /// <param name="oneWay">The time a byte travels in one direction.</param>
    /// <param name="address">Where to listen; 127.0.0.2 by default. The test certificates name it.</param>
    /// <param name="target">Where the server listens; 127.0.0.1 by default.</param>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static DelayProxy Start(
        IEnumerable<int> ports, TimeSpan oneWay, IPAddress? address = null, IPAddress? target = null)
    {
        DelayProxy proxy = new(address ?? new IPAddress([127, 0, 0, 2]), target ?? IPAddress.Loopback, oneWay);
        foreach (int port in ports)
        {
            TcpListener listener = new(proxy.Address, port);
            listener.Start();
            proxy._listeners.Add(listener);
            proxy._accepting.Add(proxy.AcceptAsync(listener, port));
        }

        return proxy;
    }

    /// <summary>Ends all connections at once.</summary>
    public async ValueTask DisposeAsync()
    {
        // The loops first: one that has just taken a connection would find its listener stopped, and fail.
        await _stopping.CancelAsync();
        await Task.WhenAll(_accepting);
        foreach (TcpListener listener in _listeners)
            listener.Stop();
        await Task.WhenAll(_running.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, int port)
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(_stopping.Token);
                long now = Stopwatch.GetTimestamp();
                ProxiedConnection connection = new(port, now, Stopwatch.GetElapsedTime(_started, now));
                _connections.Enqueue(connection);
                Task running = CarryAsync(client, connection);
                _running[running] = true;
                _ = running.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return; // disposed
        }
    }

    private async Task CarryAsync(Socket client, ProxiedConnection connection)
    {
        using Socket server = new(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        {
            client.NoDelay = true;
            server.NoDelay = true;

            // What the client sends is read, and its time taken, before the server is even connected to.
            Task connecting = ConnectAsync(server, connection, broken.Token);
            DelayLine up = new(
                client, server, connection.AddToServer, () => connection.ClientHasHeard ? OneWay : 3 * OneWay, connecting,
                readsServer: false);
            DelayLine down = new(server, client, connection.AddToClient, () => OneWay, connecting, readsServer: true);
            try
            {
                await Task.WhenAll(up.RunAsync(broken), down.RunAsync(broken));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // One side reset the connection or refused it, or the proxy is disposed: both sides get a reset.
                client.LingerState = new LingerOption(true, 0);
                server.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task ConnectAsync(Socket server, ProxiedConnection connection, CancellationToken cancellationToken)
    {
        await PreciseDelay.UntilAsync(connection.Opened, 3 * OneWay, cancellationToken);
        await server.ConnectAsync(new IPEndPoint(_target, connection.Port), cancellationToken);
    }
}
