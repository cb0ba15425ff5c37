using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

/// <summary>
/// A TCP server that does one thing with each connection, whatever the doctor says; the doctor cuts connections off as it likes, which is no
/// failure.
/// </summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    public OddServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Says these bytes to everybody, and then hears without answering.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="heard">Is completed when somebody has said something in turn.</param>
    public static OddServer Saying(string text, TaskCompletionSource? heard = null) => new(async (stream, token) =>
    {
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), token);
        if (await stream.ReadAsync(new byte[1], token) > 0) heard?.TrySetResult();
        await HearAsync(stream, token);
    });

    /// <summary>Reads until the other side ends.</summary>
    public static async Task HearAsync(Stream stream, CancellationToken token)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, token) > 0) continue;
    }

    /// <summary>
    /// Reads until the other side ends, and lets its waits for an answer end: each only while it waits on this connection, so that the next one
    /// has all its time.
    /// </summary>
    public static async Task StaySilentAsync(NetworkStream stream, TestClock clock, CancellationToken token)
    {
        var buffer = new byte[4096];
        while (true)
        {
            // In this order: who waits now, and has not hung up after that, waits here.
            var waits = clock.IsAwaited(Examine.Silence);
            if (stream.Socket.Poll(0, SelectMode.SelectRead))
            {
                if (await stream.ReadAsync(buffer, token) == 0) return;
                continue;
            }

            if (waits) clock.Advance(Examine.Silence);
            await Task.Delay(1, token);
        }
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
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _running.Add(RunAsync(socket));
            }
        }
        catch (Exception e) when (_stopping.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
            return;
        }
    }

    private async Task RunAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _serve(stream, _stopping.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // Cut off by the doctor, or by the end of the test.
            return;
        }
    }
}
