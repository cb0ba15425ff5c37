using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>A proxy that follows a script, once for each connection, for tests of what a client makes of honest and hostile ones.</summary>
public sealed class ScriptedProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ScriptedProxyConnection> _connections = new();
    private readonly Func<ScriptedProxyConnection, Task> _script;
    private readonly Task _serving;

    private ScriptedProxy(Func<ScriptedProxyConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The connections so far, in order.</summary>
    public IReadOnlyList<ScriptedProxyConnection> Connections => [.. _connections];

    /// <summary>Starts to listen on a free port.</summary>
    public static ScriptedProxy Start(Func<ScriptedProxyConnection, Task> script) => new(script);

    /// <summary>Its URL.</summary>
    /// <param name="scheme">Such as <c>socks5</c>.</param>
    /// <param name="login"><c>user:password@</c>, or nothing.</param>
    public string Url(string scheme, string login = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{scheme}://{login}127.0.0.1:{Port}");

    /// <summary>Closes everything; throws what made a script fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        foreach (ScriptedProxyConnection connection in _connections)
            connection.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> running = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                ScriptedProxyConnection connection = new(socket, _stopping.Token);
                _connections.Enqueue(connection);
                running.Add(RunAsync(connection));
            }
        }
        catch (Exception error) when (_stopping.IsCancellationRequested
            && error is OperationCanceledException or InvalidOperationException or SocketException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task RunAsync(ScriptedProxyConnection connection)
    {
        try
        {
            await _script(connection);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException or SocketException)
        {
            // The client went away, or the test is over: how a connection ends is for the client's side to judge.
            connection.Ending = error;
        }
        finally
        {
            connection.Dispose();
        }
    }
}
