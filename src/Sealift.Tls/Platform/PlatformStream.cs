using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sealift.Tls.Platform;

/// <summary>A connection carried by SslStream.</summary>
internal sealed class PlatformStream : TlsStream
{
    // RFC 8446 section 5.1: the most a record carries.
    private const int RecordSize = 16 * 1024;
    private const byte CloseNotify = 0;
    private const byte Warning = 1;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly SslStream _ssl;
    private readonly WatchedSocketStream _wire;
    private readonly HandshakeWatch _watch;
    private readonly IDisposable? _owner;
    private readonly RecordGatherer _plain = new(RecordSize);

    private bool _isReleased;

    // A shutdown reads to the end, and may come while its caller still waits for a read; SslStream allows one read at a time.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _hasRead;

    // The first byte of all, if a failed write came upon it while it looked for the reason: the next read has it.
    private byte? _heard;

    public PlatformStream(
        Socket socket, PlatformSession session, SslStream ssl, WatchedSocketStream wire, HandshakeWatch watch, IDisposable? owner = null)
        : base(socket, session)
    {
        _ssl = ssl;
        _wire = wire;
        _watch = watch;
        _owner = owner;

        Info.Backend = TlsBackend.Platform;
        Info.Version = ssl.SslProtocol.ToTlsVersion();
        Info.CipherSuite = ssl.NegotiatedCipherSuite.ToString();
        Info.Group = GroupName.Of(watch.Group);
        Info.ApplicationProtocol = ssl.NegotiatedApplicationProtocol.Protocol.IsEmpty ? null : ssl.NegotiatedApplicationProtocol.ToString();
        Info.ServerName = watch.ClientHello?.ServerName;
        Info.ClientCertificateRequested = watch.CertificateRequested;
    }

    /// <summary>On a client: the certificate that is shown to a server that asks for one.</summary>
    public TlsCertificate? OwnCertificate { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_heard is not { } first) return await ReadInTurnAsync(buffer, cancellationToken).ConfigureAwait(false);
            buffer.Span[0] = first;
            _heard = null;
            return 1;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _plain.WriteAsync(buffer, SendAsync, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _plain.FlushAsync(SendAsync, cancellationToken).AsTask();

    public override async ValueTask<bool> ShutdownAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // The time is for the peer's answer: what the socket takes at once is sent even when there is none.
            var sending = SendCloseNotifyAsync(isLast: true, limit.Token);
            limit.CancelAfter(timeout);
            await sending.ConfigureAwait(false);
            return await DrainAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (TlsException)
        {
            // The connection is going away, as in the other backend; what it said on its way out is in Info.
            return Info.CloseNotifyReceived;
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public override async ValueTask<(Socket Socket, bool Answered)> DetachAsync(
        TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_wire.ReadsAhead) throw TookTooMuch();
        try
        {
            await SendCloseNotifyAsync(isLast: false, cancellationToken).ConfigureAwait(false);
            var answered = await AwaitCloseNotifyAsync(timeout, cancellationToken).ConfigureAwait(false);
            _isReleased = true;
            return (Socket, answered);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_isReleased) Socket.Dispose();
            _ssl.Dispose();
            _owner?.Dispose();
            _plain.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadInTurnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (Info.CloseNotifyReceived) return 0;
            var count = await _ssl.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                _hasRead = true;
                return count;
            }

            // SslStream returns 0 for close_notify and for a bare end of the TCP connection; only the stream below knows which it was.
            if (_wire.HasEnded) throw Demand(PlatformFailure.Truncated());
            Info.CloseNotifyReceived = true;
            _watch.NoteAlert(sent: false, Warning, CloseNotify);
            return 0;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Failed(e);
        }
    }

    private static bool IsFailure(Exception e) => e is IOException or AuthenticationException or SocketException;

    private async ValueTask SendCloseNotifyAsync(bool isLast, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (Info.CloseNotifySent) return;
        try
        {
            await _ssl.ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            Info.CloseNotifySent = true;
            _watch.NoteAlert(sent: true, Warning, CloseNotify);
            if (isLast && HalfCloses) Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // On a connection that the peer has reset, SslStream lets an exception out whose type is internal to it.
            throw Failed(e);
        }
    }

    private async ValueTask<bool> AwaitCloseNotifyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await ReadAsync(new byte[1], limit.Token).ConfigureAwait(false) == 0 ? true : throw DataAtTheEnd();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Until the peer's end: a socket closed over unread bytes, such as session tickets, is reset, and with it our own last bytes.
    private async ValueTask<bool> DrainAsync(CancellationToken cancellationToken)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(RecordSize);
        try
        {
            while (await ReadAsync(scratch, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            return true;
        }
        catch (TlsException e) when (e.Failure == TlsFailure.Truncated)
        {
            return true;
        }
        catch (TlsException e) when (e.Failure == TlsFailure.ConnectionLost)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _ssl.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            await HearLastWordsAsync().ConfigureAwait(false);
            throw Failed(e);
        }
    }

    /// <summary>
    /// A server that refuses the client's certificate under TLS 1.3 sends an alert and goes away while the first words are on their way to
    /// it. Then its alert lies unread in the socket, or the read that is under way finds it, and explains more than the reset does.
    /// </summary>
    private async ValueTask HearLastWordsAsync()
    {
        if (_hasRead || _owner is null) return;
        using var limit = new CancellationTokenSource(LastWords);
        var isTurn = false;
        try
        {
            await _turn.WaitAsync(limit.Token).ConfigureAwait(false);
            isTurn = true;
            var first = new byte[1];
            if (!_hasRead && await ReadInTurnAsync(first, limit.Token).ConfigureAwait(false) == 1) _heard = first[0];
        }
        catch (Exception e) when (e is TlsException or OperationCanceledException or ObjectDisposedException)
        {
            // Whatever it was, an alert is noted by now; the write's failure is told with it.
        }
        finally
        {
            if (isTurn) _turn.Release();
        }
    }

    private TlsException Failed(Exception cause)
    {
        var failure = PlatformFailure.Transfer(cause, _watch, _wire.HasEnded);
        Info.AlertReceived = _watch.AlertReceived;
        Info.AlertSent = _watch.AlertSent;
        return Demand(failure);
    }

    // What ends a connection before the server has said anything may be its answer to our certificate.
    private TlsException Demand(TlsException failure) =>
        _hasRead || failure.Failure == TlsFailure.ClientCertificate ? failure : ClientCertificateDemand.Explain(failure, Info, OwnCertificate);
}
