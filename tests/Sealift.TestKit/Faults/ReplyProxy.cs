using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit.Faults;

/// <summary>
/// Stands between a client and a real server and ends the TLS of both control connections, so that it can answer in the server's place. Data connections
/// go through as they are, by a <see cref="FaultProxy"/> for the passive ports; the server must not insist on sessions of the control connection.
/// </summary>
public sealed class ReplyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly TestCertificate _certificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<(ReplyRelay Relay, Task Running)> _relays = [];
    private readonly Task _accepting;
    private int _sessions;

    private ReplyProxy(TcpListener listener, IPEndPoint server, TestCertificate certificate)
    {
        _listener = listener;
        _server = server;
        _certificate = certificate;
        _accepting = AcceptAsync();
    }

    /// <summary>Asked about each command, and with an empty verb about each connection; null leaves it alone, which is the default.</summary>
    public Func<ReplyPoint, ReplyFault?> Fault { get; set; } = static _ => null;

    /// <summary>The verbs of all commands so far, each once.</summary>
    public IReadOnlyCollection<string> Verbs => [.. _counts.Keys];

    /// <summary>Begins to listen, for explicit TLS.</summary>
    /// <param name="listen">Where clients come to.</param>
    /// <param name="server">The server's port for implicit TLS.</param>
    /// <param name="certificate">The server's own certificate.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static ReplyProxy Start(IPEndPoint listen, IPEndPoint server, TestCertificate certificate)
    {
        TcpListener listener = new(listen);
        listener.Start();
        return new ReplyProxy(listener, server, certificate);
    }

    /// <summary>Cuts all connections, waits for their end and forgets what came so far.</summary>
    public async Task EndAllAsync()
    {
        (ReplyRelay Relay, Task Running)[] all;
        lock (_gate)
        {
            all = [.. _relays];
            _relays.Clear();
        }

        foreach ((ReplyRelay relay, _) in all)
            relay.Cut();
        await Task.WhenAll(all.Select(one => one.Running));
        foreach ((ReplyRelay relay, _) in all)
            relay.Dispose();
        _counts.Clear();
        _sessions = 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The loop first: if it has just taken a connection it would find its listener stopped, and fail.
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await EndAllAsync();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_stopping.Token);
                client.NoDelay = true;
                lock (_gate)
                {
                    int session = ++_sessions;
                    ReplyRelay relay = new(client, _server, _certificate, (verb, argument) => Ask(session, verb, argument));
                    _relays.Add((relay, Task.Run(relay.RunAsync)));
                }
            }
        }
        catch (Exception error) when (_stopping.IsCancellationRequested && error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return; // disposed
        }
    }

    private ReplyFault? Ask(int session, string verb, string argument) =>
        Fault(new ReplyPoint(verb, argument, session, _counts.AddOrUpdate(verb, 1, static (_, count) => count + 1)));
}
