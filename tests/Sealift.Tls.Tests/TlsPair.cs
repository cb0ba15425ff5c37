using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests;

/// <summary>A client and a server of this library on loopback, with a test CA that the client trusts.</summary>
internal sealed class TlsPair : IDisposable
{
    // No handshake ends here but one that would never end; a busy machine does not come near it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TlsPair(TlsClient client, TlsServer server)
    {
        Client = client;
        Server = server;
    }

    public TlsClient Client { get; }

    public TlsServer Server { get; }

    public static TlsPair Create(
        TestCertificates ca,
        TlsBackend client,
        TlsBackend server,
        Func<TlsClientOptions, TlsClientOptions>? asClient = null,
        Func<TlsServerOptions, TlsServerOptions>? asServer = null) =>
        new(CreateClient(ca, client, asClient), CreateServer(ca, server, asServer));

    public static TlsClient CreateClient(
        TestCertificates ca, TlsBackend backend, Func<TlsClientOptions, TlsClientOptions>? change = null)
    {
        var options = new TlsClientOptions
        {
            TargetHost = "localhost",
            Port = 21,
            Backend = backend,
            HandshakeTimeout = Patience,
            Trust = new TrustPolicy { Roots = RootsOf(ca) },
        };
        return TlsClient.Create(change?.Invoke(options) ?? options);
    }

    public static TlsServer CreateServer(
        TestCertificates ca, TlsBackend backend, Func<TlsServerOptions, TlsServerOptions>? change = null)
    {
        var options = new TlsServerOptions { Certificate = TlsCertificate.From(ca.IssueServer().Certificate), Backend = backend, HandshakeTimeout = Patience };
        return TlsServer.Create(change?.Invoke(options) ?? options);
    }

    public static X509Certificate2Collection RootsOf(TestCertificates ca) =>
        [X509CertificateLoader.LoadCertificate(ca.Authority.RawData)];

    /// <summary>A connection; data connections name the streams of their control connection.</summary>
    public async Task<StreamPair> ConnectAsync(
        StreamPair? control = null, TlsStreamOptions? clientOptions = null, TlsStreamOptions? serverOptions = null)
    {
        var sockets = await SocketPair.ConnectAsync();
        var accepting = Server.AcceptAsync(sockets.Server, control?.Server.Session, serverOptions).AsTask();
        var connecting = Client.ConnectAsync(sockets.Client, control?.Client.Session, clientOptions).AsTask();
        await Task.WhenAll(accepting, connecting);
        return new StreamPair(await connecting, await accepting);
    }

    /// <summary>A handshake that is expected to fail somewhere: what each side threw, null if it had nothing to complain about.</summary>
    public async Task<(TlsException? Client, TlsException? Server)> FailAsync(StreamPair? control = null)
    {
        var sockets = await SocketPair.ConnectAsync();
        var accepting = Server.AcceptAsync(sockets.Server, control?.Server.Session).AsTask();
        var connecting = Client.ConnectAsync(sockets.Client, control?.Client.Session).AsTask();
        return (await FailureOfAsync(connecting), await FailureOfAsync(accepting));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    // Under TLS 1.3 a side may finish before the other objects; it learns of that when it reads.
    private static async Task<TlsException?> FailureOfAsync(Task<TlsStream> handshake)
    {
        try
        {
            await using var stream = await handshake;
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
            return null;
        }
        catch (TlsException e)
        {
            return e;
        }
    }
}
