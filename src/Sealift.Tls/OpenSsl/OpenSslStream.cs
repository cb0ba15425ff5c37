using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.Tls.Trust;

namespace Sealift.Tls.OpenSsl;

/// <summary>
/// A TLS connection on libssl. The native calls never block: they run under a lock, take what the socket has and gather what it
/// shall send; the waiting is done outside with the socket's own async operations.
/// </summary>
internal sealed class OpenSslStream : TlsStream
{
    private const int RecordSize = 16 * 1024;

    // As many records as one write gathers before they are sent: 128 KiB, the size the data path works with.
    private const int WriteSize = 8 * RecordSize;

    private const int Ended = 0;
    private const int Waiting = -1;

    private readonly Lock _gate = new();
    private readonly Action<TlsMessage>? _onMessage;
    private readonly RecordGatherer _plain = new(RecordSize);
    private readonly bool _readsAhead;
    private bool _isHandshaking = true;
    private bool _isCloseNotifyMade;
    private bool _isDisposed;
    private bool _hasRead;
    private TlsException? _failure;
    private (X509Certificate2 Leaf, IReadOnlyList<X509Certificate2> Intermediates)? _presented;

    public unsafe OpenSslStream(
        SslContextHandle context, Socket socket, OpenSslSession session, bool isData, TlsStreamOptions options)
        : base(socket, session)
    {
        _onMessage = options.OnMessage;
        _readsAhead = options.ReadAhead > 0;
        IsDataConnection = isData;
        Info.Backend = TlsBackend.OpenSsl;
        Port = new SocketPort(socket);
        Ssl = LibSsl.SSL_new(context);
        if (Ssl.IsInvalid)
        {
            Port.Dispose();
            throw new TlsException(TlsFailure.BackendMissing, $"libssl made no connection: {OpenSslErrors.Take().Text}.");
        }

        var self = Ssl.Attach(this);
        _ = LibSsl.SSL_set_ex_data(Ssl, OpenSslCallbacks.AppData, self);
        var bio = SocketBio.Create(self);
        LibSsl.SSL_set_bio(Ssl, bio, bio);
        LibSsl.SSL_set_msg_callback(Ssl, &OpenSslCallbacks.Message);
        // A control connection waits most of its life: without this it would hold 34 KiB for records that are not there.
        if (!isData) LibSsl.SSL_ctrl(Ssl, LibSsl.CtrlMode, LibSsl.ModeReleaseBuffers, 0);
        if (!options.SendTickets) _ = LibSsl.SSL_set_num_tickets(Ssl, 0);
        if (options.ReadAhead > 0)
        {
            LibSsl.SSL_ctrl(Ssl, LibSsl.CtrlSetReadAhead, 1, 0);
            LibSsl.SSL_set_default_read_buffer_len(Ssl, (nuint)Math.Min(options.ReadAhead, 1 << 20));
        }
    }

    public SslHandle Ssl { get; }

    public SocketPort Port { get; }

    public bool IsDataConnection { get; }

    /// <summary>On a client: judges the server's certificate.</summary>
    public PeerJudge? Judge { get; init; }

    /// <summary>On a client: the certificate that is shown to a server that asks for one.</summary>
    public TlsCertificate? OwnCertificate { get; init; }

    /// <summary>On a server: judges a client's certificate.</summary>
    public Func<X509Certificate2, IReadOnlyList<X509Certificate2>, bool>? AcceptsClient { get; init; }

    /// <summary>On a server: the context that has the certificate of a host; null where there is none of its own.</summary>
    public Func<string, SslContextHandle?>? ContextOf { get; init; }

    /// <summary>On a server: the protocols spoken, in wire form.</summary>
    public byte[] ApplicationProtocols { get; init; } = [];

    public PeerVerdict PeerVerdict { get; private set; }

    public TlsException? HandshakeFailure { get; set; }

    /// <summary>Whether a message of the handshake has come: from then on what cannot be read is damage.</summary>
    public bool PeerSpeaksTls { get; set; }

    public void StartAsClient(string? serverName)
    {
        LibSsl.SSL_set_connect_state(Ssl);
        if (serverName is null) return;
        LibSsl.SSL_ctrl_text(Ssl, LibSsl.CtrlSetHostName, 0, serverName);
        Info.ServerName = serverName;
    }

    public void StartAsServer()
    {
        LibSsl.SSL_set_accept_state(Ssl);
        var id = ((OpenSslSession)Session).BindingId;
        _ = LibSsl.SSL_set_session_id_context(Ssl, id, (uint)id.Length);
    }

    /// <summary>
    /// On a data connection of a client: accepts the certificate that the control connection was judged by. Where sessions are not
    /// resumed it comes with every file, and reading it into managed objects and suspending the handshake cost more than this look.
    /// </summary>
    public bool AcceptAsKnown(nint presented)
    {
        if (Judge is null || !IsDataConnection || Session.PeerCertificate is not { } known || !OpenSslContext.IsSame(presented, known)) return false;
        Info.PeerCertificate = known;
        PeerVerdict = PeerVerdict.Accepted;
        return true;
    }

    /// <summary>Called by libssl with the peer's certificate. False refuses it at once; else see <see cref="PeerVerdict"/>.</summary>
    public bool JudgePeer(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates)
    {
        Info.PeerCertificate = leaf;
        if (AcceptsClient is { } accepts)
        {
            PeerVerdict = accepts(leaf, intermediates) ? PeerVerdict.Accepted : PeerVerdict.Refused;
            if (PeerVerdict == PeerVerdict.Accepted) return true;
            HandshakeFailure = new TlsException(TlsFailure.NotTrusted, $"The client's certificate {leaf.Subject} is not accepted.")
            {
                Certificate = leaf,
            };
            return false;
        }

        _presented = (leaf, intermediates);
        return true;
    }

    /// <summary>Ends the handshake for an exception that must not cross native frames.</summary>
    public void Fault(Exception exception) =>
        HandshakeFailure ??= !_isHandshaking
            ? null
            : exception as TlsException ?? new TlsException(TlsFailure.Handshake, $"The TLS handshake failed: {exception.Message}", null, exception);

    /// <summary>Whether a handshake message is worth reading: to somebody who watches, or because it asks for a certificate.</summary>
    public bool WantsMessage(ReadOnlySpan<byte> message) => _onMessage is not null || HandshakeMessageParser.IsCertificateRequest(message);

    public void Observe(TlsMessage message)
    {
        if (message is { Sent: false, Name: HandshakeMessageParser.CertificateRequest }) Info.ClientCertificateRequested = true;
        if (message is TlsAlert { IsFatal: true } alert)
        {
            if (alert.Sent) Info.AlertSent = alert.Description;
            else Info.AlertReceived = alert.Description;
        }

        _onMessage?.Invoke(message);
    }

    public async ValueTask HandshakeAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new HandshakeLimit(timeout, time, cancellationToken);
        try
        {
            while (true)
            {
                var (result, error) = StepHandshake();
                await SendAsync(deadline.Token).ConfigureAwait(false);
                if (result == 1) break;
                if (error == LibSsl.ErrorWantRetryVerify)
                {
                    deadline.Suspend();
                    await DecideAsync(cancellationToken).ConfigureAwait(false);
                    deadline.Restart(timeout);
                }
                else if (error == LibSsl.ErrorWantRead)
                {
                    await Port.WaitReadableAsync(deadline.Token).ConfigureAwait(false);
                }
                else
                {
                    throw _failure!;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TlsException(
                TlsFailure.Timeout,
                $"The TLS handshake was not finished within {timeout.TotalSeconds:0.#} s.",
                "The peer may be waiting for something else than TLS: try the other mode, explicit or implicit.");
        }

        if (HandshakeFailure is not null) throw HandshakeFailure;
        FinishHandshake();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return ValueTask.FromResult(0);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        var count = TryRead(buffer.Span);
        return count == Waiting ? ReadWhenReadyAsync(buffer, cancellationToken) : ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _plain.WriteAsync(buffer, EncryptAndSendAsync, cancellationToken);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _plain.FlushAsync(EncryptAndSendAsync, cancellationToken).ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<bool> ShutdownAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_isDisposed) return Info.CloseNotifyReceived;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await FlushAsync(deadline.Token).ConfigureAwait(false);
            MakeCloseNotify();
            await SendAsync(deadline.Token).ConfigureAwait(false);
            Info.CloseNotifySent = _isCloseNotifyMade;
            if (Info.CloseNotifyReceived) return true;
            if (HalfCloses) Socket.Shutdown(SocketShutdown.Send);
            return await ReadToEndAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is TlsException or SocketException or ObjectDisposedException)
        {
            // The connection is going away; what it said on its way out is in Info.
            return Info.CloseNotifyReceived || e is TlsException { Failure: TlsFailure.Truncated };
        }
        finally
        {
            Dispose();
        }
    }

    public override async ValueTask<(Socket Socket, bool Answered)> DetachAsync(
        TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_readsAhead) throw TookTooMuch();
        var isOver = false;
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            MakeCloseNotify();
            await SendAsync(cancellationToken).ConfigureAwait(false);
            Info.CloseNotifySent = _isCloseNotifyMade;
            var answered = Info.CloseNotifyReceived || await AwaitCloseNotifyAsync(timeout, cancellationToken).ConfigureAwait(false);
            isOver = true;
            return (Socket, answered);
        }
        finally
        {
            try
            {
                if (isOver) Port.Release();
            }
            finally
            {
                Dispose();
            }
        }
    }

    public override bool TrySendTicket()
    {
        lock (_gate) return !_isDisposed && LibSsl.SSL_new_session_ticket(Ssl) == 1;
    }

    internal override async ValueTask<RenegotiationAnswer> TryRenegotiateAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        if (!AskToRenegotiate()) return RenegotiationAnswer.NotTried;
        try
        {
            while (true)
            {
                var (result, error) = StepHandshake();
                await SendAsync(deadline.Token).ConfigureAwait(false);

                // A certificate to be judged is in the midst of the second handshake: the server has gone into it.
                if (result == 1 || error == LibSsl.ErrorWantRetryVerify) return RenegotiationAnswer.Accepted;
                if (error != LibSsl.ErrorWantRead) return RenegotiationAnswer.Refused;
                await Port.WaitReadableAsync(deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RenegotiationAnswer.Ignored;
        }
        catch (TlsException)
        {
            // It hung up before all of the question was sent.
            return RenegotiationAnswer.Refused;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                if (!_isDisposed)
                {
                    _isDisposed = true;
                    Port.Dispose();
                    Ssl.Dispose();
                    _plain.Dispose();
                }
            }
        }

        base.Dispose(disposing);
    }

    private (int Result, int Error) StepHandshake()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            LibCrypto.ERR_clear_error();
            var result = LibSsl.SSL_do_handshake(Ssl);
            if (result == 1) return (1, 0);
            var error = LibSsl.SSL_get_error(Ssl, result);
            if (error is not (LibSsl.ErrorWantRead or LibSsl.ErrorWantRetryVerify)) _failure = Explain();
            return (result, error);
        }
    }

    // This side forbids itself what it would not take from a server; for the attempt it has to be allowed.
    private bool AskToRenegotiate()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            LibSsl.SSL_clear_options(Ssl, LibSsl.OptionNoRenegotiation);
            LibCrypto.ERR_clear_error();
            return Info.Version == TlsVersion.Tls12 && LibSsl.SSL_renegotiate(Ssl) == 1;
        }
    }

    private async ValueTask DecideAsync(CancellationToken cancellationToken)
    {
        var (leaf, intermediates) = _presented!.Value;
        HandshakeFailure = await Judge!.JudgeAsync(leaf, intermediates, cancellationToken).ConfigureAwait(false);
        Info.TrustReason = Judge.Reason;
        PeerVerdict = HandshakeFailure is null ? PeerVerdict.Accepted : PeerVerdict.Refused;
    }

    private unsafe void FinishHandshake()
    {
        lock (_gate)
        {
            _isHandshaking = false;
            if (_onMessage is null) LibSsl.SSL_set_msg_callback(Ssl, null);
            Info.Version = (TlsVersion)LibSsl.SSL_version(Ssl);
            Info.CipherSuite = Text(LibSsl.SSL_CIPHER_standard_name(LibSsl.SSL_get_current_cipher(Ssl))) ?? "";
            Info.Resumed = LibSsl.SSL_session_reused(Ssl) == 1;
            var group = (int)LibSsl.SSL_ctrl(Ssl, LibSsl.CtrlGetNegotiatedGroup, 0, 0);
            Info.Group = group == 0 ? null : Text(LibSsl.SSL_group_to_name(Ssl, group));
            Info.ServerName ??= Text(LibSsl.SSL_get_servername(Ssl, 0));
            byte* protocol;
            uint length;
            LibSsl.SSL_get0_alpn_selected(Ssl, &protocol, &length);
            Info.ApplicationProtocol = length == 0 ? null : Encoding.ASCII.GetString(protocol, (int)length);
            if (IsDataConnection) Info.PeerCertificate ??= Session.PeerCertificate;
            else Session.PeerCertificate = Info.PeerCertificate;
        }
    }

    /// <summary>Decrypts what is there: a count, 0 at close_notify, or <see cref="Waiting"/>.</summary>
    private unsafe int TryRead(Span<byte> buffer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var total = 0;
            fixed (byte* start = buffer)
            {
                while (total < buffer.Length)
                {
                    if (Info.CloseNotifyReceived || _failure is not null) break;
                    LibCrypto.ERR_clear_error();
                    var count = LibSsl.SSL_read(Ssl, start + total, buffer.Length - total);
                    if (count > 0)
                    {
                        total += count;
                        _hasRead = true;
                        continue;
                    }

                    var error = LibSsl.SSL_get_error(Ssl, count);
                    if (error == LibSsl.ErrorWantRead) break;
                    if (error == LibSsl.ErrorZeroReturn) Info.CloseNotifyReceived = true;
                    else _failure = Explain();
                }
            }

            // Reading may have made something to send: the answer to a key update (RFC 8446 section 4.6.3).
            if (Port.HasOutput && !Port.TrySend() && Port.IsFlooded) _failure ??= Flooded();
            if (total > 0) return total;
            if (Info.CloseNotifyReceived) return Ended;
            return _failure is null ? Waiting : throw _failure;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadWhenReadyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Port.WaitReadableAsync(cancellationToken).ConfigureAwait(false);
                var count = TryRead(buffer.Span);
                if (count != Waiting) return count;
            }
        }
        catch (ObjectDisposedException) when (Info.CloseNotifyReceived)
        {
            return Ended; // a shutdown meanwhile took what was left, up to the peer's end
        }
    }

    private ValueTask EncryptAndSendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var isSent = true;
        while (!buffer.IsEmpty && isSent)
        {
            var part = buffer[..Math.Min(buffer.Length, WriteSize)];
            isSent = EncryptAndTrySend(part.Span);
            buffer = buffer[part.Length..];
        }

        return isSent ? ValueTask.CompletedTask : EncryptAndSendRestAsync(buffer, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EncryptAndSendRestAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        while (!buffer.IsEmpty)
        {
            var part = buffer[..Math.Min(buffer.Length, WriteSize)];
            if (!EncryptAndTrySend(part.Span)) await SendAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[part.Length..];
        }
    }

    private unsafe bool EncryptAndTrySend(ReadOnlySpan<byte> buffer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_failure is not null) throw _failure;
            LibCrypto.ERR_clear_error();
            fixed (byte* start = buffer)
            {
                // Never partial: the BIO takes everything (SSL_MODE_ENABLE_PARTIAL_WRITE is off).
                if (LibSsl.SSL_write(Ssl, start, buffer.Length) <= 0) throw Fail(Explain());
            }

            var isSent = Port.TrySend();
            return Port.Failure is null ? isSent : throw Fail(LastWords(Port.Failure));
        }
    }

    private void MakeCloseNotify()
    {
        lock (_gate)
        {
            if (_isCloseNotifyMade || _failure is not null) return;
            LibCrypto.ERR_clear_error();
            if (LibSsl.SSL_shutdown(Ssl) < 0) return;
            _isCloseNotifyMade = true;
            if ((LibSsl.SSL_get_shutdown(Ssl) & LibSsl.ReceivedShutdown) != 0) Info.CloseNotifyReceived = true;
        }
    }

    private async ValueTask<bool> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var scrap = new byte[RecordSize];
        while (await ReadAsync(scrap, cancellationToken).ConfigureAwait(false) > 0)
        {
            // What still comes is tickets, handled by libssl, or data nobody asked for.
        }

        return true;
    }

    private async ValueTask<bool> AwaitCloseNotifyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await ReadAsync(new byte[1], deadline.Token).ConfigureAwait(false) == Ended ? true : throw DataAtTheEnd();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Waits until all that is gathered has gone to the socket.</summary>
    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ArraySegment<byte>? claimed;
            lock (_gate)
            {
                if (Port.TrySend()) claimed = null;
                else claimed = Port.Failure is null ? Port.BeginSend() : throw Fail(LastWords(Port.Failure));
            }

            if (claimed is not { } records) return;
            try
            {
                await Port.SendAsync(records, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                lock (_gate) throw Fail(LastWords(e));
            }
            catch (OperationCanceledException)
            {
                // Part of a record may have gone out: nothing after it could be understood.
                Fail(new TlsException(TlsFailure.ConnectionLost, "A write was cancelled in the middle of a TLS record."));
                throw;
            }
            finally
            {
                lock (_gate) Port.EndSend(records);
            }
        }
    }

    /// <summary>Turns the error that libssl just reported into ours. Under the lock, on the thread of the call.</summary>
    private TlsException Explain()
    {
        var error = OpenSslErrors.Take();
        return HandshakeFailure ?? Demand(Explain(error));
    }

    private TlsException Explain(OpenSslError error)
    {
        if (OpenSslErrors.ReceivedAlert(error) is { } alert) Info.AlertReceived = alert.Description;
        else if (Port.Failure is not null) return Lost(Port.Failure);
        else if (Port.IsFlooded) return Flooded();
        else if (Port.IsAtEnd || OpenSslErrors.IsUnexpectedEnd(error)) return Cut();
        return _isHandshaking ? OpenSslErrors.Handshake(error, PeerSpeaksTls) : OpenSslErrors.Record(error);
    }

    /// <summary>
    /// Why nothing can be sent. Under the lock. A server that refuses the client's certificate under TLS 1.3 sends an alert and goes away
    /// while the first words are on their way to it: then its alert lies unread in the socket and explains more than the reset does.
    /// </summary>
    private unsafe TlsException LastWords(SocketException e)
    {
        if (Judge is null || _hasRead || _isHandshaking || _isDisposed) return Lost(e);
        Port.LookAgain();
        LibCrypto.ERR_clear_error();
        byte first;
        if (LibSsl.SSL_peek(Ssl, &first, 1) > 0) return Lost(e);
        var error = OpenSslErrors.Take();
        return OpenSslErrors.ReceivedAlert(error) is null ? Lost(e) : Explain(error);
    }

    private TlsException Fail(TlsException failure) => _failure ??= Demand(failure);

    // What ends a connection before the server has said anything may be its answer to our certificate.
    private TlsException Demand(TlsException failure) =>
        Judge is null || _hasRead ? failure : ClientCertificateDemand.Explain(failure, Info, OwnCertificate);

    private TlsException Cut() => _isHandshaking
        ? new TlsException(
            TlsFailure.ConnectionLost,
            "The peer closed the connection during the TLS handshake.",
            "It may not speak TLS on this port, or refuse this client; its log tells.")
        : new TlsException(
            TlsFailure.Truncated,
            "The connection ended without TLS close_notify: what was received may be incomplete.",
            "The network or the server cut the connection short.");

    private static TlsException Flooded() => new(TlsFailure.BadRecord, "The peer keeps asking for answers and does not read them.");

    private static TlsException Lost(SocketException e) =>
        new(TlsFailure.ConnectionLost, $"The TCP connection broke: {e.Message}.", null, e);

    private static string? Text(nint text) => text == 0 ? null : Marshal.PtrToStringUTF8(text);
}
