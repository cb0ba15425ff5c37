using System.Net.Sockets;

namespace Sealift.Tls.Tests.Native;

/// <summary>
/// Two ends with a relay between them that stops for good after so many bytes of one direction. Each end is a socket; what passed is kept.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _toClient;
    private readonly Socket _toServer;
    private readonly MemoryStream[] _passed = [new(), new()];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _carrying;

    private Relay((Socket End, Socket Ours) client, (Socket End, Socket Ours) server, bool isClientCut, long at)
    {
        (Client, _toClient) = client;
        (Server, _toServer) = server;
        _carrying = Task.WhenAll(
            CarryAsync(_toClient, _toServer, _passed[0], isClientCut ? at : long.MaxValue),
            CarryAsync(_toServer, _toClient, _passed[1], isClientCut ? long.MaxValue : at));
    }

    /// <summary>The client's end.</summary>
    public Socket Client { get; }

    /// <summary>The server's end.</summary>
    public Socket Server { get; }

    /// <summary>Ends when the byte was reached.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>What the client sent that came through.</summary>
    public byte[] FromClient => _passed[0].ToArray();

    /// <summary>What the server sent that came through.</summary>
    public byte[] FromServer => _passed[1].ToArray();

    public static Relay Start(bool isClientCut = false, long at = long.MaxValue) => new(LocalPair.Create(), LocalPair.Create(), isClientCut, at);

    /// <summary>Both ends see the end of the connection.</summary>
    public void Cut()
    {
        _toClient.Dispose();
        _toServer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _carrying;
        Client.Dispose();
        Server.Dispose();
    }

    private async Task CarryAsync(Socket from, Socket to, MemoryStream passed, long budget)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                if (budget == 0)
                {
                    _stopped.TrySetResult();
                    return;
                }

                var count = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, budget)), SocketFlags.None);
                if (count == 0) break;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None);
                passed.Write(buffer, 0, count);
                budget -= count;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _stopped.TrySetResult(); // one of the ends, or the relay itself, is gone
        }
    }
}
