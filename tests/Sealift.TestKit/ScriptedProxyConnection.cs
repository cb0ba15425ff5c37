using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sealift.TestKit;

/// <summary>One connection to a <see cref="ScriptedProxy"/>: what its script hears and says with.</summary>
public sealed class ScriptedProxyConnection : IDisposable
{
    private readonly NetworkStream _client;
    private readonly CancellationToken _stopping;
    private Socket? _server;

    internal ScriptedProxyConnection(Socket client, CancellationToken stopping)
    {
        _client = new NetworkStream(client, ownsSocket: true);
        _stopping = stopping;
    }

    /// <summary>The bytes that the script read, in order.</summary>
    public IReadOnlyList<byte> Heard => _heard;

    /// <summary>How the script was cut short, if it was.</summary>
    public Exception? Ending { get; internal set; }

    private readonly List<byte> _heard = [];

    /// <summary>Hears so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _client.ReadExactlyAsync(bytes, _stopping);
        _heard.AddRange(bytes);
        return bytes;
    }

    /// <summary>Hears an HTTP header to its empty line.</summary>
    public async Task<string> ReadHeaderAsync()
    {
        StringBuilder header = new();
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            header.Append(Encoding.Latin1.GetString(await ReadAsync(1)));
        return header.ToString();
    }

    /// <summary>Says bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="apart">Whether each goes in a write of its own.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, bool apart = false)
    {
        for (int i = 0; apart && i < bytes.Length; i++)
            await _client.WriteAsync(bytes.Slice(i, 1), _stopping);
        if (!apart)
            await _client.WriteAsync(bytes, _stopping);
    }

    /// <summary>Says ASCII text.</summary>
    public Task SendAsync(string text, bool apart = false) => SendAsync(Encoding.Latin1.GetBytes(text), apart);

    /// <summary>Connects to the server, says the proxy's answer and passes bytes on until both sides have ended.</summary>
    /// <param name="port">The server's port on 127.0.0.1.</param>
    /// <param name="answer">What the proxy says first.</param>
    /// <param name="withGreeting">Whether the answer waits for the server's first words and goes out in one write with them.</param>
    /// <param name="apart">Whether each byte of the answer goes in a write of its own.</param>
    public async Task TunnelAsync(int port, ReadOnlyMemory<byte> answer, bool withGreeting = false, bool apart = false)
    {
        _server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), _stopping);
        await using NetworkStream server = new(_server, ownsSocket: true);
        byte[] greeting = [];
        if (withGreeting)
        {
            byte[] buffer = new byte[1024];
            greeting = buffer[..await server.ReadAsync(buffer, _stopping)];
        }

        await SendAsync((byte[])[.. answer.Span, .. greeting], apart);
        await Task.WhenAll(PumpAsync(_client, server, _server), PumpAsync(server, _client, _client.Socket));
    }

    /// <summary>Breaks the client's connection (RST).</summary>
    public void Reset()
    {
        _client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Dispose();
    }

    /// <summary>Waits until the proxy is disposed: a proxy that went silent.</summary>
    public Task StaySilentAsync() => Task.Delay(Timeout.Infinite, _stopping);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _server?.Dispose();
    }

    private async Task PumpAsync(Stream source, Stream target, Socket targetSocket)
    {
        await source.CopyToAsync(target, _stopping);
        targetSocket.Shutdown(SocketShutdown.Send);
    }
}
