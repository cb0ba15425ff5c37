using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>
/// Stands before a server like a firewall that lets one port through: 127.0.0.2 forwards the control port to 127.0.0.1, and nothing
/// listens there on any passive port.
/// </summary>
internal sealed class ControlPortForwarder : IAsyncDisposable
{
    public static readonly IPAddress Address = IPAddress.Parse("127.0.0.2");

    private readonly TcpListener _listener;
    private readonly int _port;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Task _accepting;

    public ControlPortForwarder(int port)
    {
        _port = port;
        _listener = new TcpListener(Address, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _running.Add(ForwardAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
        }
        catch (Exception e) when (_stopping.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
            return;
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stopping.Token);
            await using var here = new NetworkStream(client, ownsSocket: true);
            await using var there = new NetworkStream(server, ownsSocket: false);
            await Task.WhenAny(here.CopyToAsync(there, _stopping.Token), there.CopyToAsync(here, _stopping.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either side has hung up, which ends the other.
            return;
        }
    }
}
