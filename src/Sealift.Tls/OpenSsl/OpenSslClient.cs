using System.Net;
using System.Net.Sockets;
using Sealift.Tls.Trust;

namespace Sealift.Tls.OpenSsl;

/// <summary>The client side on libssl: one SSL_CTX for the connections of one session.</summary>
internal sealed class OpenSslClient : TlsClient
{
    // libssl sends a key share for the first group only, and a server that does not take it asks again, at the cost of a round
    // trip on every connection (RFC 8446 section 4.1.4). P-256 is the one group that all servers take, vsftpd among them.
    private const string Groups = "P-256:X25519:X448:P-521:P-384";

    // The mandatory suite of TLS 1.3 first, as browsers have it: it needs a quarter less CPU than AES-256 (docs/decisions/0007).
    private const string Suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    private readonly SslContextHandle _context;

    public unsafe OpenSslClient(TlsClientOptions options)
        : base(options)
    {
        _context = OpenSslContext.Create(
            LibSsl.TLS_client_method(), options.MinVersion, options.MaxVersion, options.Certificate);

        LibSsl.SSL_CTX_ctrl_text(_context, LibSsl.CtrlSetGroupsList, 0, Groups);
        _ = LibSsl.SSL_CTX_set_ciphersuites(_context, Suites);

        // libssl's own cache is off: tickets are kept and given explicitly, so the callback is all that is wanted.
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.CtrlSetSessionCacheMode, LibSsl.SessionCacheClientOnlyCallback, 0);
        LibSsl.SSL_CTX_sess_set_new_cb(_context, &OpenSslCallbacks.NewSession);
        LibSsl.SSL_CTX_set_verify(_context, LibSsl.VerifyPeer, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(_context, &OpenSslCallbacks.VerifyPeer, 0);
        if (options.ApplicationProtocols.Count > 0)
        {
            var protocols = OpenSslContext.WireProtocols(options.ApplicationProtocols);
            _ = LibSsl.SSL_CTX_set_alpn_protos(_context, protocols, (uint)protocols.Length);
        }
    }

    public override TlsBackend Backend => TlsBackend.OpenSsl;

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
            OpenSslSession { BindingId: [] } own => own,
            _ => throw new ArgumentException("The session is not one of this backend's clients.", nameof(session)),
        };

        var judge = new PeerJudge(Options, control?.PeerCertificate);
        var stream = new OpenSslStream(
            _context, socket, control ?? new OpenSslSession(), isData: control is not null, streamOptions ?? TlsStreamOptions.Default)
        {
            Judge = judge,
            OwnCertificate = Options.Certificate,
            Time = Options.TimeProvider,
        };
        try
        {
            // RFC 6066 section 3: no address literals, no trailing dot.
            stream.StartAsClient(IPAddress.TryParse(Options.TargetHost, out _) ? null : Options.TargetHost.TrimEnd('.'));
            if (control is not null) control.TryOffer(stream.Ssl);
            await stream.HandshakeAsync(Options.HandshakeTimeout, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            RefuseOtherProtocols(stream.Info.ApplicationProtocol);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (control is null) stream.Session.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing) => _context.Dispose();

    // RFC 7301 section 3.1: the server selects one of those offered. libssl 3.0 does not check it.
    private void RefuseOtherProtocols(string? selected)
    {
        if (selected is null || Options.ApplicationProtocols.Contains(selected, StringComparer.Ordinal)) return;
        throw new TlsException(
            TlsFailure.ApplicationProtocol,
            $"The server selected the application protocol \"{selected}\", which was not offered.",
            "Another service answers on this port.");
    }
}
