using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Server.Tests;

/// <summary>
/// A client that does exactly what the test says, right or wrong. Each wait is bounded: what does not come within a minute fails.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly TlsClient _tls;
    private readonly Socket _socket;
    private readonly ReplyReader _reader = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Stream _stream;
    private ReadOnlySequence<byte> _received;

    private Conversation(Socket socket, TlsClient tls)
    {
        _socket = socket;
        _tls = tls;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public TlsStream? Tls { get; private set; }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Connects and does nothing else.</summary>
    public static async Task<Conversation> ConnectAsync(
        IPEndPoint server,
        TlsVersion version = TlsVersion.Tls13,
        IReadOnlyList<string>? protocols = null,
        string host = "localhost",
        TlsCertificate? certificate = null,
        IPAddress? from = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null) socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(server).WaitAsync(Bound);
        var tls = TlsClient.Create(new TlsClientOptions
        {
            TargetHost = host,
            Certificate = certificate,
            Trust = new InsecureTrust((_, _) => { }),
            MinVersion = TestServer.IsPlatform ? TlsVersion.Tls12 : version, // SslStream serves TLS 1.3 only where nothing older is allowed
            MaxVersion = version,
            ApplicationProtocols = protocols ?? ["ftp"],
            Backend = TlsBackend.OpenSsl,
        });
        return new Conversation(socket, tls);
    }

    /// <summary>Connects explicitly and logs in.</summary>
    public static async Task<Conversation> LogInAsync(
        TestServer server, string user = TestServer.User, TlsVersion version = TlsVersion.Tls13)
    {
        var conversation = await ConnectAsync(server.Explicit, version);
        await conversation.ExpectAsync(220);
        await conversation.ExpectAsync(234, "AUTH TLS");
        await conversation.SecureAsync();
        await conversation.ExpectAsync(331, "USER " + user);
        await conversation.ExpectAsync(230, "PASS " + TestServer.Password);
        await conversation.ExpectAsync(200, "PBSZ 0");
        await conversation.ExpectAsync(200, "PROT P");
        await conversation.ExpectAsync(200, "TYPE I");
        return conversation;
    }

    /// <summary>Connects explicitly and goes on under TLS, without a login.</summary>
    public static async Task<Conversation> SecureAsync(
        TestServer server, string mechanism = "TLS", string host = "localhost", TlsCertificate? certificate = null, IPAddress? from = null)
    {
        var conversation = await ConnectAsync(server.Explicit, host: host, certificate: certificate, from: from);
        await conversation.ExpectAsync(220);
        await conversation.ExpectAsync(234, "AUTH " + mechanism);
        await conversation.SecureAsync();
        return conversation;
    }

    /// <summary>Ends TLS on both sides, as after CCC; from then on everything is in clear text.</summary>
    public async Task ClearAsync()
    {
        var (socket, _) = await Tls!.DetachAsync(Bound).AsTask().WaitAsync(Bound);
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public async Task SecureAsync()
    {
        // No byte beyond the handshake is taken in: some conversations go back to clear text.
        Tls = await _tls.ConnectAsync(_socket, session: null, new TlsStreamOptions { ReadAhead = 0 }).AsTask().WaitAsync(Bound);
        _stream = Tls;
    }

    public async Task SendAsync(string text)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask().WaitAsync(Bound);
        await _stream.FlushAsync().WaitAsync(Bound);
    }

    /// <summary>Sends a line of any bytes.</summary>
    public Task SendLineAsync(string begin, byte[] rest) => SendBytesAsync([.. Encoding.ASCII.GetBytes(begin), .. rest, .. "\r\n"u8]);

    /// <summary>Sends any bytes in one write.</summary>
    public async Task SendBytesAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes).AsTask().WaitAsync(Bound);
        await _stream.FlushAsync().WaitAsync(Bound);
    }

    public async Task<FtpReply> ReadAsync()
    {
        while (true)
        {
            if (_reader.TryRead(ref _received, out var reply)) return reply;
            var rest = _received.ToArray();
            var count = await _stream.ReadAsync(_buffer).AsTask().WaitAsync(Bound);
            if (count == 0) throw new EndOfStreamException("The server ended the control connection.");
            _received = new ReadOnlySequence<byte>([.. rest, .. _buffer.AsSpan(0, count)]);
        }
    }

    /// <summary>Sends a command, if any, and demands the code of its reply.</summary>
    public async Task<FtpReply> ExpectAsync(int code, string? command = null)
    {
        if (command is not null) await SendAsync(command + "\r\n");
        var reply = await ReadAsync();
        Assert.True(reply.Code == code, $"{command}: expected {code}, got {reply}");
        return reply;
    }

    /// <summary>Demands that the server ends the connection, and returns the replies it gave before.</summary>
    public async Task<IReadOnlyList<FtpReply>> ReadToEndAsync()
    {
        var replies = new List<FtpReply>();
        try
        {
            while (true) replies.Add(await ReadAsync());
        }
        catch (Exception e) when (e is EndOfStreamException or IOException)
        {
            return replies;
        }
    }

    /// <summary>Asks for a data port and connects to it.</summary>
    public async Task<Socket> OpenDataAsync(IPAddress? from = null)
    {
        var reply = await ExpectAsync(229, "EPSV");
        Assert.True(DataEndPointFormat.TryParseEpsv(reply, out var port));
        return await ConnectDataAsync(port, from);
    }

    public async Task<Socket> ConnectDataAsync(int port, IPAddress? from = null)
    {
        var server = (IPEndPoint)_socket.RemoteEndPoint!;
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null) socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(server.Address, port)).WaitAsync(Bound);
        return socket;
    }

    /// <summary>Secures a data connection, resuming this control connection unless told otherwise.</summary>
    public Task<TlsStream> SecureDataAsync(Socket socket, TlsSession? session) =>
        _tls.ConnectAsync(socket, session).AsTask().WaitAsync(Bound);

    public Task<TlsStream> SecureDataAsync(Socket socket) => SecureDataAsync(socket, Tls!.Session);

    /// <summary>Runs a download or listing and returns its bytes.</summary>
    public async Task<byte[]> DownloadAsync(string command)
    {
        var socket = await OpenDataAsync();
        await ExpectAsync(150, command);
        await using var data = await SecureDataAsync(socket);
        using var bytes = new MemoryStream();
        await data.CopyToAsync(bytes).WaitAsync(Bound);
        await data.ShutdownAsync(Bound);
        await ExpectAsync(226);
        return bytes.ToArray();
    }

    /// <summary>Runs an upload to its proper end, or to where the server refuses to take more, and returns the last reply.</summary>
    public async Task<FtpReply> UploadAsync(string command, ReadOnlyMemory<byte> content)
    {
        var socket = await OpenDataAsync();
        await ExpectAsync(150, command);
        await using var data = await SecureDataAsync(socket);
        IOException? hungUp = null;
        try
        {
            await data.WriteAsync(content).AsTask().WaitAsync(Bound);
        }
        catch (IOException e)
        {
            hungUp = e; // the server has seen enough before all was sent; it says why
        }

        await data.ShutdownAsync(Bound);
        var reply = await ReadAsync();
        Assert.True(hungUp is null || reply.IsNegative, $"{command}: {reply}, but {hungUp}");
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
        _tls.Dispose();
    }
}
