using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Platform;

/// <summary>A client on SslStream. Its limits, and why it does what it does, are written in docs/tls.md.</summary>
internal sealed class PlatformClient : TlsClient
{
    private readonly SslStreamCertificateContext? _certificate;
    private readonly List<PlatformSession> _sessions = [];
    private readonly Lock _lock = new();
    private bool _isDisposed;

    public PlatformClient(TlsClientOptions options)
        : base(options)
    {
        _certificate = options.Certificate is { } own ? OwnCertificate.ContextOf(own) : null;
    }

    public override TlsBackend Backend => TlsBackend.Platform;

    private bool OffersTls13Only => SslVersions.From(Options.MinVersion) == SslProtocols.Tls13;

    public override async ValueTask<TlsStream> ConnectAsync(
        Socket socket,
        TlsSession? session = null,
        TlsStreamOptions? streamOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var control = session switch
        {
            null => null,
            PlatformSession { Partition: not null } own => own,
            _ => throw new ArgumentException("The session is not one of this backend's clients.", nameof(session)),
        };

        ClientHandshake? handshake = null;
        PlatformSession? target = null;
        try
        {
            target = control ?? OpenSession();
            handshake = Start(target, isData: control is not null);
            await RunAsync(handshake, socket, streamOptions ?? TlsStreamOptions.Default, cancellationToken).ConfigureAwait(false);
            CheckApplicationProtocol(handshake.Ssl);
            var isJudged = control is null || !handshake.Watch.Resumed;
            var reason = isJudged ? await JudgeAsync(handshake.Peer, control, cancellationToken).ConfigureAwait(false) : null;
            var stream = Finish(handshake, socket, target, isControl: control is null);
            stream.Info.TrustReason = reason;
            return stream;
        }
        catch
        {
            socket.Dispose();
            handshake?.Dispose();
            if (control is null) target?.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var session in _sessions) session.Dispose();
            _sessions.Clear();
        }
    }

    // RFC 6066 section 3: names in ASCII (RFC 5890), without the dot at the end.
    private static string WireName(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address.ToString();
        try
        {
            return new IdnMapping().GetAscii(host.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            // No valid name, but what the user typed: the certificate will be checked against it all the same.
            return host;
        }
    }

    private PlatformStream Finish(ClientHandshake handshake, Socket socket, PlatformSession session, bool isControl)
    {
        var watch = handshake.Watch;
        if (isControl)
        {
            session.PeerCertificate = handshake.Peer.Leaf;
            session.Adopt(watch);
        }

        var stream = new PlatformStream(socket, session, handshake.Ssl, handshake.Wire, watch, handshake) { OwnCertificate = Options.Certificate, Time = Options.TimeProvider };
        stream.Info.Resumed = watch.Resumed;
        stream.Info.PeerCertificate = handshake.Peer.Leaf;

        // The tickets of TLS 1.3 come encrypted and later; that they come is a guess.
        session.HasTicket |= stream.Info.Version == TlsVersion.Tls13;
        return stream;
    }

    private PlatformSession OpenSession()
    {
        // Only OpenSSL below SslStream forgets a TLS 1.3 ticket that was used.
        var usesStock = OffersTls13Only && !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var partition = HostPartition.Take(WireName(Options.TargetHost));
            var stock = usesStock && partition.CanResume ? new HelloStock(TimeProvider.System) : null;
            var session = PlatformSession.ForClient(partition, stock);
            _sessions.Add(session);
            return session;
        }
    }

    private ClientHandshake Start(PlatformSession session, bool isData)
    {
        var mayResume = session.Partition!.CanResume && (!isData || session.CanResume);
        return isData && mayResume && session.Stock is { } stock
            ? stock.Take(StartOne)
            : StartOne();

        ClientHandshake StartOne() => ClientHandshake.Start(peer => Ask(peer, session.Partition.Name, mayResume));
    }

    private SslClientAuthenticationOptions Ask(PresentedChain peer, string host, bool mayResume) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslVersions.From(Options.MinVersion),
        ApplicationProtocols = Options.ApplicationProtocols.Count == 0
            ? null
            : [.. Options.ApplicationProtocols.Select(name => new SslApplicationProtocol(name))],
        ClientCertificateContext = _certificate,
        AllowTlsResume = mayResume,
        AllowRenegotiation = false,
        CertificateChainPolicy = PresentedChain.CollectOnly(),
        RemoteCertificateValidationCallback = peer.Collect,
    };

    private async ValueTask RunAsync(
        ClientHandshake handshake, Socket socket, TlsStreamOptions streamOptions, CancellationToken cancellationToken)
    {
        using var limit = new HandshakeLimit(Options.HandshakeTimeout, Options.TimeProvider, cancellationToken);
        try
        {
            await handshake.RunAsync(socket, streamOptions, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw PlatformFailure.Timeout(Options.HandshakeTimeout, e);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            var watch = handshake.Watch;
            var failure = PlatformFailure.Handshake(e, watch, handshake.Wire.HasEnded);
            var info = new TlsInfo { AlertReceived = watch.AlertReceived, ClientCertificateRequested = watch.CertificateRequested };
            throw ClientCertificateDemand.Explain(failure, info, Options.Certificate);
        }
    }

    // RFC 7301 section 3.1: the server selects one of those offered.
    private void CheckApplicationProtocol(SslStream ssl)
    {
        var selected = ssl.NegotiatedApplicationProtocol;
        if (selected.Protocol.IsEmpty || Options.ApplicationProtocols.Contains(selected.ToString())) return;
        throw new TlsException(
            TlsFailure.ApplicationProtocol,
            $"The server selected the application protocol \"{PlainText.From(selected.ToString())}\", which was not offered.",
            "This is another service, or somebody leads the connection to one.");
    }

    // SslStream's callback may not wait, so it accepted the certificate for now; nothing was sent or read since.
    private async ValueTask<string?> JudgeAsync(PresentedChain peer, PlatformSession? control, CancellationToken cancellationToken)
    {
        var leaf = peer.Leaf ?? throw new TlsException(TlsFailure.NotTrusted, "The server presented no certificate.");
        var judge = new PeerJudge(Options, control?.PeerCertificate);
        if (await judge.JudgeAsync(leaf, peer.Intermediates, cancellationToken).ConfigureAwait(false) is { } refusal) throw refusal;
        return judge.Reason;
    }
}
