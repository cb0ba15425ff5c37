using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.OpenSsl;

/// <summary>The server side on libssl: one SSL_CTX, with tickets that are bound to the control connection they were issued on.</summary>
internal sealed class OpenSslServer : TlsServer
{
    // A ticket is only good on its own control connection, so it may live as long as one: a day.
    private const long TicketLifetimeInSeconds = 24 * 60 * 60;

    private readonly SslContextHandle _context;
    private readonly Dictionary<string, SslContextHandle> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] _protocols;

    public unsafe OpenSslServer(TlsServerOptions options)
        : base(options)
    {
        _protocols = OpenSslContext.WireProtocols(options.ApplicationProtocols);
        _context = CreateContext(options, options.Certificate);
        try
        {
            foreach (var (name, certificate) in options.HostCertificates) _hosts[name] = CreateContext(options, certificate);
        }
        catch
        {
            DisposeContexts();
            throw;
        }

        // The tickets of all hosts are those of the first context: libssl keeps to it when another one gives the certificate.
        if (_hosts.Count > 0)
            LibSsl.SSL_CTX_callback_ctrl(_context, LibSsl.CtrlSetServerNameCallback, &OpenSslCallbacks.SelectHost);
    }

    public override TlsBackend Backend => TlsBackend.OpenSsl;

    private static unsafe SslContextHandle CreateContext(TlsServerOptions options, TlsCertificate certificate)
    {
        var context = OpenSslContext.Create(LibSsl.TLS_server_method(), options.MinVersion, options.MaxVersion, certificate);

        // No cache of libssl's: its sessions would know nothing of the control connection they came from. Each control connection
        // keeps its own, for clients that take no tickets.
        LibSsl.SSL_CTX_ctrl(context, LibSsl.CtrlSetSessionCacheMode, LibSsl.SessionCacheServerOnlyCallback, 0);
        LibSsl.SSL_CTX_sess_set_new_cb(context, &OpenSslCallbacks.KeepServerSession);
        LibSsl.SSL_CTX_sess_set_get_cb(context, &OpenSslCallbacks.FindServerSession);
        LibSsl.SSL_CTX_set_timeout(context, TicketLifetimeInSeconds);
        _ = LibSsl.SSL_CTX_set_session_ticket_cb(context, &OpenSslCallbacks.BindTicket, &OpenSslCallbacks.JudgeTicket, 0);
        LibSsl.SSL_CTX_set_alpn_select_cb(context, &OpenSslCallbacks.SelectApplicationProtocol, 0);
        LibSsl.SSL_CTX_set_verify(context, VerifyMode(options.ClientCertificates), 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(context, &OpenSslCallbacks.VerifyPeer, 0);
        return context;
    }

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

            // That of a client has no identity: tickets of anybody would seem to be bound to it.
            OpenSslSession { BindingId: not [] } own => own,
            _ => throw new ArgumentException("The session is not one of this backend's servers.", nameof(session)),
        };

        var stream = new OpenSslStream(
            _context,
            socket,
            control ?? new OpenSslSession { BindingId = RandomNumberGenerator.GetBytes(32) },
            isData: control is not null,
            streamOptions ?? TlsStreamOptions.Default)
        {
            ApplicationProtocols = _protocols,
            AcceptsClient = AcceptsClient,
            ContextOf = _hosts.GetValueOrDefault,
        };
        try
        {
            stream.StartAsServer();
            await stream.HandshakeAsync(Options.HandshakeTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (control is null) stream.Session.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing) => DisposeContexts();

    private static int VerifyMode(ClientCertificateMode mode) => mode switch
    {
        ClientCertificateMode.Optional => LibSsl.VerifyPeer,
        ClientCertificateMode.Required => LibSsl.VerifyPeer | LibSsl.VerifyFailIfNoPeerCertificate,
        _ => LibSsl.VerifyNone,
    };

    private void DisposeContexts()
    {
        _context.Dispose();
        foreach (var host in _hosts.Values) host.Dispose();
    }

    private bool AcceptsClient(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates) =>
        new CertificateChecks(Options.ClientRoots, TimeProvider.System).Client(leaf, intermediates).Count == 0;
}
