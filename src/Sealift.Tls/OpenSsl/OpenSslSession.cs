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

    /// <summary>On a server: a copy of the session with this id, for libssl to own; 0 if it is not this one.</summary>
    public unsafe nint Find(ReadOnlySpan<byte> id)
    {
        lock (_gate)
        {
            if (_newest is null) return 0;
            uint length;
            var own = new ReadOnlySpan<byte>(LibSsl.SSL_SESSION_get_id(_newest, &length), (int)length);
            return own.SequenceEqual(id) ? LibSsl.SSL_SESSION_dup_raw(_newest) : 0;
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
