using System.Net.Sockets;

namespace Sealift.Tls;

/// <summary>
/// A TLS connection after its handshake. Reading and writing may overlap; two reads or two writes may not. Small writes are
/// gathered into full records until <see cref="Stream.FlushAsync(CancellationToken)"/>.
/// </summary>
/// <remarks>
/// A read returns 0 only after the peer's close_notify. An end without it is a <see cref="TlsException"/> with
/// <see cref="TlsFailure.Truncated"/>, so that a cut stream is never taken for a whole one (RFC 8446 section 6.1).
/// </remarks>
public abstract class TlsStream : Stream
{
    private protected TlsStream(Socket socket, TlsSession session)
    {
        Socket = socket;
        Session = session;
    }

    /// <summary>What was negotiated, and what has been seen of the connection's end.</summary>
    public TlsInfo Info { get; } = new();

    /// <summary>The session that further connections to the same peer can resume. Newer tickets replace older ones inside it.</summary>
    public TlsSession Session { get; }

    /// <summary>The socket below.</summary>
    public Socket Socket { get; }

    /// <summary>
    /// Whether <see cref="ShutdownAsync"/> ends TCP's sending direction after close_notify. Default true. Say false where something
    /// in between, such as a proxy, closes both directions when one has ended: it would cut off what is still on its way.
    /// </summary>
    public bool HalfCloses { get; set; } = true;

    /// <summary>The clock of the wait for the answer to close_notify in <see cref="DetachAsync"/>. Default: the system's.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Ends the connection in both directions: flushes, sends close_notify, half-closes the socket and reads, without keeping it,
    /// what the peer still sends (new session tickets among it) until its end. Without that last step an upload's tail
    /// can be lost: a socket closed over unread bytes is reset.
    /// </summary>
    /// <param name="timeout">The bound on waiting for the peer; when it runs out the socket is closed all the same.</param>
    /// <param name="cancellationToken">Closes the socket at once.</param>
    /// <returns>True if the peer answered with close_notify or closed its side in time.</returns>
    public abstract ValueTask<bool> ShutdownAsync(TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends TLS and gives the socket back, to go on in clear text (RFC 4217 section 5): flushes, sends close_notify and waits for the
    /// peer's. The stream is closed then; <see cref="Session"/> stays usable for further connections. Only for a stream that was
    /// made with <see cref="TlsStreamOptions.ReadAhead"/> 0, so that no byte after the peer's close_notify was taken in; and no
    /// read may be under way.
    /// </summary>
    /// <param name="timeout">The bound on waiting for the peer's close_notify, which some servers never send.</param>
    /// <param name="cancellationToken">Closes the socket at once.</param>
    /// <returns>The socket, which is the caller's now, and whether the peer answered with close_notify in time.</returns>
    /// <exception cref="TlsException">The connection broke, or the peer sent something else. The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">The stream was made with a read-ahead.</exception>
    public abstract ValueTask<(Socket Socket, bool Answered)> DetachAsync(TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>
    /// On a server under TLS 1.3: sends a new ticket along with the next write (RFC 8446 section 4.6.1), for clients that use each
    /// ticket once.
    /// </summary>
    /// <returns>False where there is no such ticket: on a client, under TLS 1.2, or with the platform backend.</returns>
    public virtual bool TrySendTicket() => false;

    /// <summary>On a client: tries to begin a second handshake, to see what the server makes of it. The stream is of no use after that.</summary>
    internal virtual ValueTask<RenegotiationAnswer> TryRenegotiateAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        ValueTask.FromResult(RenegotiationAnswer.NotTried);

    /// <inheritdoc/>
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract override Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Not supported: async only.</summary>
    public sealed override int Read(byte[] buffer, int offset, int count) => throw AsyncOnly();

    /// <summary>Not supported: async only.</summary>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw AsyncOnly();

    /// <summary>Not supported: async only.</summary>
    public sealed override void Flush() => throw AsyncOnly();

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    private protected static InvalidOperationException TookTooMuch() =>
        new("A TLS stream that reads ahead may have taken clear text in, and cannot be detached.");

    private protected static TlsException DataAtTheEnd() =>
        new(TlsFailure.BadRecord, "The peer sent data where the end of TLS was due.", "Something on the way may be changing what is sent.");

    private static NotSupportedException AsyncOnly() => new("A TLS stream is read and written with the async methods.");
}
