using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Sealift.TestKit;

/// <summary>A passive port of a scripted peer, waiting for the client's data connection.</summary>
public sealed class ScriptedDataPort : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ScriptedTls _tls;
    private readonly ScriptedPeerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly List<ScriptedDataChannel> _channels = [];

    internal ScriptedDataPort(
        IPAddress address, int? receiveBuffer, ScriptedTls tls, ScriptedPeerOptions options, CancellationToken stopping)
    {
        _tls = tls;
        _options = options;
        _stopping = stopping;
        _listener = new TcpListener(address, 0);
        // Set before listening: accepted sockets inherit it, and the window is never larger than this.
        if (receiveBuffer is not null)
            _listener.Server.ReceiveBufferSize = receiveBuffer.Value;
        _listener.Start();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The answer to EPSV (RFC 2428 section 3).</summary>
    public string EpsvReply => EpsvReplyFor(EndPoint);

    /// <summary>The answer to PASV (RFC 959 section 4.1.2), with the true address.</summary>
    public string PasvReply => PasvReplyFor(EndPoint.Address);

    /// <summary>The answer to PASV with this address instead of the true one, as a server behind a router gives it.</summary>
    public string PasvReplyFor(IPAddress address) => string.Create(
        CultureInfo.InvariantCulture,
        $"227 Entering Passive Mode ({string.Join(',', address.MapToIPv4().GetAddressBytes())},{EndPoint.Port >> 8},{EndPoint.Port & 0xFF})");

    internal static string EpsvReplyFor(IPEndPoint endPoint) => string.Create(
        CultureInfo.InvariantCulture, $"229 Entering Extended Passive Mode (|||{endPoint.Port}|)");

    /// <summary>Waits for the client's connection and, with <paramref name="tls"/>, shakes hands.</summary>
    /// <param name="tls">Whether there is TLS; true by default.</param>
    /// <param name="resumes">Whether the control connection's session may be resumed, as far as the options allow it; true by default.</param>
    /// <exception cref="ScriptMismatchException">The client took too long, or its handshake failed.</exception>
    public async Task<ScriptedDataChannel> AcceptAsync(bool tls = true, bool resumes = true)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        deadline.CancelAfter(_options.Patience);
        Socket? socket = null;
        try
        {
            socket = await _listener.AcceptSocketAsync(deadline.Token);
            socket.NoDelay = true;
            EndObservingStream transport = new(new NetworkStream(socket, ownsSocket: true));
            SslStream? secure = tls ? await _tls.AcceptDataAsync(transport, resumes, deadline.Token) : null;
            ScriptedDataChannel channel = new(socket, transport, secure, _options, _stopping);
            _channels.Add(channel);
            return channel;
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            string step = socket is null ? "did not come" : "failed in its handshake";
            socket?.Dispose();
            throw new ScriptMismatchException($"The client's data connection {step}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Stop();
        foreach (ScriptedDataChannel channel in _channels)
            channel.Dispose();
    }
}
