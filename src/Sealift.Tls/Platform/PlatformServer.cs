using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Platform;

/// <summary>A server on SslStream. Its limits, and why it does what it does, are written in docs/tls.md.</summary>
internal sealed class PlatformServer : TlsServer
{
    private readonly SslStreamCertificateContext _certificate;
    private readonly Dictionary<string, SslStreamCertificateContext> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public PlatformServer(TlsServerOptions options)
        : base(options)
    {
        _certificate = OwnCertificate.ContextOf(options.Certificate);
        foreach (var (name, certificate) in options.HostCertificates) _hosts[name] = OwnCertificate.ContextOf(certificate);
    }

    public override TlsBackend Backend => TlsBackend.Platform;

    public override async ValueTask<TlsStream> AcceptAsync(
        Socket socket,
        TlsSession? session = null,
        TlsStreamOptions? streamOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var control = session switch
        {
            null => null,
            PlatformSession { Partition: null } own => own,
            _ => throw new ArgumentException("The session is not one of this backend's servers.", nameof(session)),
        };

        var options = streamOptions ?? TlsStreamOptions.Default;
        var watch = new HandshakeWatch(isServer: true) { Observer = options.OnMessage };
        var wire = new WatchedSocketStream(watch);
        var ssl = new SslStream(wire, leaveInnerStreamOpen: false);
        try
        {
            await wire.AttachAsync(socket, options.ReadAhead, cancellationToken).ConfigureAwait(false);
            var client = new PresentedClient(Options);
            await RunAsync(ssl, wire, watch, client, cancellationToken).ConfigureAwait(false);
            return Finish(socket, ssl, wire, watch, client, control);
        }
        catch
        {
            socket.Dispose();
            await ssl.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static PlatformStream Finish(
        Socket socket, SslStream ssl, WatchedSocketStream wire, HandshakeWatch watch, PresentedClient client, PlatformSession? control)
    {
        // Under TLS 1.2 the wire shows which session is resumed. Under TLS 1.3 it does not, and what is not proven is not claimed.
        var belongs = watch.Resumed && control?.Issued(watch.Offered) != false;
        var session = control ?? PlatformSession.ForServer();
        if (control is null)
        {
            session.PeerCertificate = client.Certificate;
            session.HasTicket = ssl.SslProtocol == SslProtocols.Tls13;
        }

        if (control is null || belongs) session.Adopt(watch);

        var stream = new PlatformStream(socket, session, ssl, wire, watch);
        stream.Info.Resumed = belongs;
        stream.Info.OfferedForeignSession = watch.Resumed && !belongs && ssl.SslProtocol != SslProtocols.Tls13;
        stream.Info.PeerCertificate = client.Certificate;
        return stream;
    }

    private async ValueTask RunAsync(
        SslStream ssl, WatchedSocketStream wire, HandshakeWatch watch, PresentedClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Options.HandshakeTimeout);
        try
        {
            // RFC 6066 section 3: the name in the ClientHello chooses the certificate.
            if (_hosts.Count == 0) await ssl.AuthenticateAsServerAsync(Offer(client, _certificate), limit.Token).ConfigureAwait(false);
            else await ssl.AuthenticateAsServerAsync((_, hello, _, _) => SelectAsync(client, hello.ServerName), null, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw PlatformFailure.Timeout(Options.HandshakeTimeout, e);
        }
        catch (Exception e) when (client.Refusal is { } refusal && e is AuthenticationException)
        {
            throw new TlsException(TlsFailure.NotTrusted, refusal, null, e) { Certificate = client.Certificate };
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            throw PlatformFailure.Handshake(e, watch, wire.HasEnded);
        }
    }

    private ValueTask<SslServerAuthenticationOptions> SelectAsync(PresentedClient client, string serverName) =>
        ValueTask.FromResult(Offer(client, _hosts.GetValueOrDefault(serverName, _certificate)));

    private SslServerAuthenticationOptions Offer(PresentedClient client, SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslVersions.From(Options.MinVersion),
        ApplicationProtocols = Options.ApplicationProtocols.Count == 0
            ? null
            : [.. Options.ApplicationProtocols.Select(name => new SslApplicationProtocol(name))],
        AllowRenegotiation = false,
        ClientCertificateRequired = Options.ClientCertificates != ClientCertificateMode.None,
        CertificateChainPolicy = PresentedChain.CollectOnly(),
        RemoteCertificateValidationCallback = Options.ClientCertificates == ClientCertificateMode.None ? null : client.Judge,
    };

    /// <summary>The client's certificate, judged in SslStream's callback: roots alone decide, and nobody is asked.</summary>
    private sealed class PresentedClient(TlsServerOptions options)
    {
        public X509Certificate2? Certificate { get; private set; }

        public string? Refusal { get; private set; }

        public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            var presented = new PresentedChain();
            presented.Collect(sender, certificate, chain, errors);
            Certificate = presented.Leaf;
            if (presented.Leaf is null)
            {
                if (options.ClientCertificates == ClientCertificateMode.Required) Refusal = "The client presented no certificate.";
                return Refusal is null;
            }

            var faults = new CertificateChecks(options.ClientRoots, TimeProvider.System).Client(presented.Leaf, presented.Intermediates);
            if (faults.Count > 0)
            {
                Refusal = $"The client's certificate \"{PlainText.From(presented.Leaf.Subject)}\" is not accepted: {string.Join("; ", faults)}.";
            }

            return Refusal is null;
        }
    }
}
