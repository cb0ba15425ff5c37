using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit.Faults;

/// <summary>
/// A TCP proxy between a real client and a real server that breaks connections at a chosen byte. It listens on a loopback address of its own at the
/// ports of the server, control and data, so that a client that takes the port from an EPSV reply and the address from its control connection comes
/// through it with everything. Nothing is read or rewritten but what the fault says: TLS goes through as it is.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPAddress _target;
    private readonly Lock _gate = new();
    private readonly List<FaultedConnection> _connections = [];
    private long _activity;

    private FaultProxy(IPAddress address, IPAddress target)
    {
        Address = address;
        _target = target;
    }

    /// <summary>The address a client connects to.</summary>
    public IPAddress Address { get; }

    /// <summary>Asked at each connection what goes wrong with it; null for nothing, which is the default.</summary>
    public Func<FaultedConnection, WireFault?> Plan { get; set; } = static _ => null;

    /// <summary>The connections since the start or since <see cref="EndAllAsync"/>, in the order in which they were opened.</summary>
    public IReadOnlyList<FaultedConnection> Connections
    {
        get
        {
            lock (_gate)
                return [.. _connections];
        }
    }

    /// <summary>A number that grows with everything that comes through: whether something still happens.</summary>
    public long Activity => Interlocked.Read(ref _activity);

    /// <summary>Listens at each port and forwards to the same port of the server.</summary>
    /// <param name="control">The ports of the server's control connections.</param>
    /// <param name="data">Its whole passive range.</param>
    /// <param name="address">Where to listen: another loopback address than the server's.</param>
    /// <param name="target">Where the server listens; 127.0.0.1 by default.</param>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static FaultProxy Start(IEnumerable<int> control, IEnumerable<int> data, IPAddress address, IPAddress? target = null)
    {
        FaultProxy proxy = new(address, target ?? IPAddress.Loopback);
        try
        {
            foreach (int port in control)
                proxy.Listen(port, isControl: true);
            foreach (int port in data)
                proxy.Listen(port, isControl: false);
        }
        catch
        {
            proxy.StopListening();
            throw;
        }

        return proxy;
    }

    /// <summary>Resets every connection that is still there, waits for its end and forgets all of them; the ports stay open.</summary>
    public async Task EndAllAsync()
    {
        FaultedConnection[] all;
        lock (_gate)
            all = [.. _connections];
        foreach (FaultedConnection connection in all)
            connection.Reset();
        await Task.WhenAll(all.Select(connection => connection.Running));
        lock (_gate)
            _connections.RemoveAll(all.Contains);
        foreach (FaultedConnection connection in all)
            connection.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The loops first: one that has just taken a connection would find its listener stopped, and fail.
        await _stopping.CancelAsync();
        await Task.WhenAll(_accepting);
        StopListening();
        await EndAllAsync();
        _stopping.Dispose();
    }

    private void Listen(int port, bool isControl)
    {
        TcpListener listener = new(Address, port);
        listener.Start();
        _listeners.Add(listener);
        _accepting.Add(AcceptAsync(listener, port, isControl));
    }

    private void StopListening()
    {
        foreach (TcpListener listener in _listeners)
            listener.Stop();
    }

    private async Task AcceptAsync(TcpListener listener, int port, bool isControl)
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(_stopping.Token);
                lock (_gate)
                {
                    int number = _connections.Count(other => other.IsControl == isControl) + 1;
                    FaultedConnection connection = new(client, new IPEndPoint(_target, port), isControl, number, Note);
                    connection.Fault = Plan(connection);
                    _connections.Add(connection);
                    connection.Start();
                }
            }
        }
        catch (Exception error) when (_stopping.IsCancellationRequested && error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return; // disposed
        }
    }

    private void Note() => Interlocked.Increment(ref _activity);
}
