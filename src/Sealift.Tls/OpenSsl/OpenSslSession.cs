namespace Sealift.Tls.OpenSsl;

/// <summary>
/// The newest ticket of a control connection, as a client; the identity that tickets are bound to, as a server.
/// </summary>
internal sealed class OpenSslSession : TlsSession
{
    private readonly Lock _gate = new();
    private SslSessionHandle? _newest;
    private bool _isDisposed;

    /// <summary>
    /// On a server: the identity of the control connection, in the session id context and in every ticket. 32 random bytes, the
    /// most a context takes. Empty on a client.
    /// </summary>
    public byte[] BindingId { get; init; } = [];

    public override bool CanResume
    {
        get
        {
            lock (_gate) return _newest is not null && LibSsl.SSL_SESSION_is_resumable(_newest) == 1;
        }
    }

    /// <summary>Keeps a pristine copy of a session: libssl marks the one in use as spent, also when its connection breaks.</summary>
    public void Keep(nint session)
    {
        var copy = LibSsl.SSL_SESSION_dup(session);
        if (copy.IsInvalid || LibSsl.SSL_SESSION_is_resumable(copy) == 0)
        {
            copy.Dispose();
            return;
        }

        lock (_gate)
        {
            if (_isDisposed)
            {
                copy.Dispose();
                return;
            }

            _newest?.Dispose();
            _newest = copy;
        }
    }

    /// <summary>Offers a copy of the newest ticket on a new connection.</summary>
    public bool TryOffer(SslHandle ssl)
    {
        lock (_gate)
        {
            if (_newest is null) return false;
            using var copy = LibSsl.SSL_SESSION_dup_handle(_newest);
            return !copy.IsInvalid && LibSsl.SSL_set_session(ssl, copy) == 1;
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
            _newest?.Dispose();
            _newest = null;
        }
    }
}
