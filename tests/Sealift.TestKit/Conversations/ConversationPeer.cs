using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sealift.TestKit.Conversations;

/// <summary>A server that follows the file of a conversation, once for each control connection; and, by <see cref="CallAsync"/>, a client that does.</summary>
public sealed class ConversationPeer : IAsyncDisposable
{
    private readonly Conversation _conversation;
    private readonly ConversationOptions _options;
    private readonly TestCertificates? _certificates;
    private readonly ScriptedTls _tls;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Task<ConversationRecord>> _plays = new();
    private readonly Task _accepting;

    private ConversationPeer(Conversation conversation, ConversationOptions options)
    {
        _conversation = conversation;
        _options = options;
        _certificates = options.Certificate is null ? new TestCertificates() : null;
        Certificate = options.Certificate ?? _certificates!.IssueServer();
        _tls = TlsOf(Certificate);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The certificate that it shows.</summary>
    public TestCertificate Certificate { get; }

    /// <summary>Begins to listen.</summary>
    public static ConversationPeer Serve(Conversation conversation, ConversationOptions? options = null) => new(conversation, options ?? new());

    /// <summary>Plays the client.</summary>
    /// <param name="conversation">What is said.</param>
    /// <param name="server">Whom it is said to.</param>
    /// <param name="options">How; the defaults if null.</param>
    public static async Task<ConversationRecord> CallAsync(Conversation conversation, IPEndPoint server, ConversationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        using TestCertificates certificates = new();
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        using ConversationPlay play = new(conversation, ConversationSide.Client, socket, TlsOf(certificates.IssueServer()), options ?? new());
        return await play.RunAsync();
    }

    /// <summary>Listens no more, and tells what was said on each control connection when all of them have ended, which the other side has to do.</summary>
    public async Task<IReadOnlyList<ConversationRecord>> EndAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        return await Task.WhenAll(_plays);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _certificates?.Dispose();
        _stopping.Dispose();
    }

    private static ScriptedTls TlsOf(TestCertificate certificate) => new(certificate, certificate, new ScriptedPeerOptions());

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                _plays.Enqueue(PlayAsync(socket));
            }
        }
        catch (Exception error) when (_stopping.IsCancellationRequested && error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            return; // disposed
        }
    }

    private async Task<ConversationRecord> PlayAsync(Socket socket)
    {
        using ConversationPlay play = new(_conversation, ConversationSide.Server, socket, _tls, _options);
        return await play.RunAsync();
    }
}
