using System.Net.Sockets;

namespace Sealift.Client.Proxies;

/// <summary>Exact reads and whole writes on the connection to a proxy.</summary>
internal sealed class ProxyWire(ProxyTarget target, Socket socket)
{
    public ProxyTarget Target { get; } = target;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Reads so many bytes and not one more.</summary>
    public async ValueTask<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var received = await socket.ReceiveAsync(bytes.AsMemory(have), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            have += received > 0 ? received : throw Ended();
        }

        return bytes;
    }

    /// <summary>What has arrived, at least a byte, without taking it from the socket.</summary>
    public async ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await socket.ReceiveAsync(buffer, SocketFlags.Peek, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw Ended();
    }

    private FtpConnectionException Ended() => new(
        FtpConnectionFailure.Closed,
        $"The proxy {Target.Proxy.Address} closed the connection instead of connecting to {Target}.",
        "It may not allow this server or this port, or be no proxy of this kind.");
}
