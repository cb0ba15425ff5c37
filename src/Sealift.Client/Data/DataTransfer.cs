using System.Net.Sockets;
using Sealift.Client.Compression;
using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client.Data;

/// <summary>
/// One command that uses a data connection, from the command to its final reply. The two lines are watched together: the server
/// may answer before, during or after the data, and its refusal on the control line ends the attempt.
/// </summary>
internal sealed class DataTransfer : IAsyncDisposable
{
    // How long a failed data connection waits for the control line to say why.
    private static readonly TimeSpan ExplanationTime = TimeSpan.FromSeconds(5);

    // How long an aborted transfer waits for the server's answer, which keeps the session usable: whoever aborts wants to go on.
    private static readonly TimeSpan AbortTime = TimeSpan.FromMilliseconds(750);

    // How long, after the final reply, the server's side of the data connection is waited for.
    private static readonly TimeSpan FormalityTime = TimeSpan.FromSeconds(1);

    // TCP_NOTSENT_LOWAT (tcp(7)): a write waits until little is unsent, so that its progress is the connection's own.
    private const int TcpLevel = 6;
    private const int TcpNotSentLowWater = 25;
    private const int MaxUnsent = 512 * 1024;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _refused = new();
    private readonly FtpSession _session;
    private readonly FtpCommand _command;
    private readonly TimelineFeed _feed;
    private readonly Deadline _replyLimit;
    private readonly long _began;
    private Task<FtpReply> _final = null!;
    private Stream? _stream;
    private InflateStream? _inflater;
    private ConnectionSink? _sent;
    private DataSink? _sink;
    private TransferForm _form;
    private Func<bool>? _anotherFollows;
    private Func<long>? _bytes;
    private bool _isFromServer;
    private FtpCommand? _askedAhead;
    private bool _isEnding;
    private bool _isOver;

    private DataTransfer(FtpSession session, FtpCommand command)
    {
        _session = session;
        _command = command;
        _feed = new TimelineFeed(session.Options.Timeline, session.NextDataChannel(), session.Channel.Connection.Secrets);
        _replyLimit = new Deadline(session.Options.ReplyTimeout, session.Options.TimeProvider, CancellationToken.None);
        _began = session.Options.TimeProvider.GetTimestamp();
    }

    public FtpClientOptions Options => _session.Options;

    /// <summary>The server's announcement of the transfer (1xx); null where it made none yet.</summary>
    public FtpReply? Announcement { get; private set; }

    /// <summary>The data connection's TLS; null where data is in clear text.</summary>
    public TlsStream? Tls => _stream as TlsStream;

    /// <summary>The final reply's task. It may end early: then the server refused in the middle.</summary>
    public Task<FtpReply> Final => _final;

    /// <summary>Cancelled when the server says that the transfer failed: there is no more data worth waiting for.</summary>
    public CancellationToken Refused => _refused.Token;

    public TimeSpan Elapsed => Options.TimeProvider.GetElapsedTime(_began);

    /// <summary>
    /// Connects, sends the command and secures the data connection. The handshake starts at once: some servers send 150 before
    /// it, as RFC 4217 section 7 draws it, others after it, and waiting would cost a round trip.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="command">RETR, STOR, MLSD and their like.</param>
    /// <param name="form">The form wanted of the bytes on their way.</param>
    /// <param name="offset">The offset for REST, in bytes; 0 for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="anotherFollows">Asked whether another transfer follows at once; null if none does.</param>
    public static async ValueTask<DataTransfer> OpenAsync(
        FtpSession session,
        FtpCommand command,
        TransferForm form,
        long offset,
        CancellationToken cancellationToken,
        Func<bool>? anotherFollows = null)
    {
        session.Channel.Connection.ThrowIfDead();
        await session.BeginAsync(cancellationToken).ConfigureAwait(false);
        var transfer = new DataTransfer(session, command) { _anotherFollows = anotherFollows };
        try
        {
            transfer._form = await session.Parameters.PrepareAsync(form, cancellationToken).ConfigureAwait(false);
            await transfer.StartAsync(offset, cancellationToken).ConfigureAwait(false);
            return transfer;
        }
        catch
        {
            await transfer.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What the data connection carries to here, in the form of the file.</summary>
    /// <param name="bytes">How many of it were taken so far.</param>
    public Stream OpenSource(Func<long> bytes)
    {
        (_bytes, _isFromServer) = (bytes, true);
        var source = _stream!;
        if (_form.IsCompressed) source = _inflater = new InflateStream(source, Options.CompressionLimits);
        return _form.Type == FtpTransferType.Ascii ? new AsciiReadStream(source) : source;
    }

    /// <summary>Where the file goes, to be put in the form of the data connection.</summary>
    /// <param name="bytes">How many of it were given so far.</param>
    public DataSink OpenSink(Func<long> bytes)
    {
        _bytes = bytes;
        DataSink sink = _sent = new ConnectionSink(_stream!);
        if (_form.IsCompressed) sink = new DeflateSink(sink, Options.CompressionLevel);
        return _sink = _form.Type == FtpTransferType.Ascii ? new AsciiSink(sink) : sink;
    }

    /// <summary>
    /// Ends a transfer whose data is through: answers the peer's end (several servers hold 226 back until our close_notify
    /// arrives), then requires a final 2xx.
    /// </summary>
    public async ValueTask<FtpTransferResult> FinishAsync(long bytes, bool fromServer, CancellationToken cancellationToken)
    {
        var limit = fromServer || Options.CompletionTimeout < Options.ReplyTimeout ? Options.ReplyTimeout : Options.CompletionTimeout;
        AwaitFinalWithin(limit);
        TellBytes();
        try
        {
            // The end of this side goes out first, and the question for the next port right behind it. The server has nothing left to
            // send by now: ProFTPD refuses commands (450) only while it has.
            var closing = CloseDataAsync(limit, cancellationToken).AsTask();
            try
            {
                if (fromServer && _askedAhead is null) await AskAheadAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await closing.ConfigureAwait(false);
            }

            if (!fromServer && Tls is { Info.CloseNotifySent: false })
                throw new IOException("the end of the upload (close_notify) could not be sent");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw await ExplainAsync(e, cancellationToken).ConfigureAwait(false);
        }

        var reply = await AwaitFinalAsync(cancellationToken).ConfigureAwait(false);
        End();
        if (!reply.IsCompleted) throw Refusal(reply);
        _session.NoteData(isRefused: false);
        return new FtpTransferResult(bytes, reply, Tls?.Info, Elapsed)
        {
            Type = _form.Type ?? FtpTransferType.Binary,
            CompressedBytes = _form.IsCompressed ? _inflater?.CompressedCount ?? _sent?.Count : null,
        };
    }

    /// <summary>Turns a failure of the data connection into the most telling exception, and leaves the control line in step.</summary>
    /// <param name="failure">What happened to the data connection.</param>
    /// <param name="cancellationToken">Ends the wait for the server's own explanation.</param>
    public async ValueTask<Exception> ExplainAsync(Exception failure, CancellationToken cancellationToken)
    {
        // A wait that the server's refusal ended looks like one whose time was over.
        var isRefusal = _refused.IsCancellationRequested && failure is (FtpConnectionException or OperationCanceledException);
        TellBytes();
        _feed.Closed(Tls?.Info, isRefusal ? "the server ended the transfer" : failure.Message);
        if (failure is FtpDataException)
        {
            // Judged here: the server may be sending still, and has nothing to say to it.
            await AbortAsync().ConfigureAwait(false);
            return failure;
        }

        await DropDataAsync().ConfigureAwait(false);
        var (reply, loss) = await TryAwaitFinalAsync(ExplanationTime, cancellationToken).ConfigureAwait(false);
        End();
        if (reply is { IsNegative: true } && !IsOurRefusal(failure)) return Refusal(reply);
        if (loss is FtpConnectionException { Reply: not null }) return loss;
        return failure switch
        {
            OperationCanceledException when loss is not null => loss,
            TlsException e => new FtpTlsException(e, $"The data connection of {TerminalText.Escape(_command.ToString())}"),
            IOException or SocketException => new FtpConnectionException(
                FtpConnectionFailure.Closed, $"The data connection broke: {failure.Message}", null, failure),
            _ => failure,
        };
    }

    /// <summary>Gives up a transfer in the middle. The session stays usable if the server answers in time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        TellBytes();
        _feed.Closed(Tls?.Info, "given up by this side");
        await AbortAsync().ConfigureAwait(false);
    }

    /// <summary>Gives up without waiting: the session is dead, for the server's answer is not awaited.</summary>
    public void Drop()
    {
        if (_isOver) return;
        TellBytes();
        _stream?.Dispose();
        _feed.Closed(Tls?.Info, "dropped by this side");
        _session.Channel.Connection.Die(new ObjectDisposedException(nameof(FtpClient), "A transfer was dropped by Dispose; use DisposeAsync."));
        End();
    }

    /// <summary>The exception for data that made no progress.</summary>
    public FtpConnectionException Stalled() => new(
        FtpConnectionFailure.Timeout,
        $"The data connection made no progress for {Options.StallTimeout.TotalSeconds:0.#} s.",
        "The network or the server is stuck; what was transferred so far is not complete.");

    // However a transfer ends, what it carried is told once, and before its end.
    private void TellBytes()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes) _feed.Transferred(bytes(), Elapsed, _isFromServer);
    }

    private async ValueTask StartAsync(long offset, CancellationToken cancellationToken)
    {
        using var port = await _session.Dialer.PrepareAsync(_command, _feed, cancellationToken).ConfigureAwait(false);
        if (port.Connected is { } early) _feed.Opened(early.RemoteEndPoint, early.LocalEndPoint);
        await SendCommandAsync(offset, cancellationToken).ConfigureAwait(false);
        _final = ReadFinalAsync();

        // A transfer that ends for a reason of its own does not ask what became of the reply; nobody is to be told of that failure as a lost one.
        _ = _final.ContinueWith(
            static final => final.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var socket = port.Connected is null
            ? await AwaitServerAsync(port, cancellationToken).ConfigureAwait(false)
            : await port.TakeAsync(cancellationToken).ConfigureAwait(false);
        TcpKeepAlive.Apply(socket);
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(TcpLevel, TcpNotSentLowWater, BitConverter.GetBytes(MaxUnsent));
        if (_session.DataTls is { } tls) await SecureAsync(tls, socket, cancellationToken).ConfigureAwait(false);
        else _stream = new NetworkStream(socket, ownsSocket: true);
    }

    // Active mode: the server connects after it has read the command, unless it refuses on the control line.
    private async ValueTask<Socket> AwaitServerAsync(DataPort port, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrival = port.TakeAsync(giveUp.Token).AsTask();
        await Task.WhenAny(arrival, _final).ConfigureAwait(false);
        if (!arrival.IsCompleted && await IsRefusalAsync().ConfigureAwait(false)) await giveUp.CancelAsync().ConfigureAwait(false);
        try
        {
            var socket = await arrival.ConfigureAwait(false);
            _feed.Opened(socket.RemoteEndPoint, socket.LocalEndPoint);
            return socket;
        }
        catch (Exception e) when (e is FtpConnectionException or SocketException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (e is FtpConnectionException) _feed.Failed(_session.Channel.Connection.Route.Server, e.Message);
            throw await ExplainAsync(e, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SendCommandAsync(long offset, CancellationToken cancellationToken)
    {
        var connection = _session.Channel.Connection;
        if (offset > 0)
        {
            // RFC 3659 section 5.3: REST comes directly before the command. It is awaited: a STOR after a refused REST would
            // cut the file at 0, a RETR would start there.
            var rest = new FtpCommand("REST", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var reply = await _session.Channel.ExecuteAsync(rest, cancellationToken).ConfigureAwait(false);
            if (!reply.IsIntermediate) throw new FtpReplyException(rest, reply, "This server does not resume transfers; start from the beginning.");
        }

        try
        {
            if (_session.Rules.PortWithCommand?.Value == true && FindAheadCommand() is { } ahead)
            {
                await connection.SendAsync([_command, ahead], cancellationToken).ConfigureAwait(false);
                _askedAhead = ahead;
            }
            else
            {
                await connection.SendAsync([_command], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (offset > 0)
        {
            connection.Die(e); // a REST that waits at the server would move the next transfer
            throw;
        }
    }

    private FtpCommand? FindAheadCommand() => _anotherFollows?.Invoke() == true ? _session.Dialer.AheadCommand : null;

    // A port asked ahead is a favour: what goes wrong with it is the next transfer's concern, not this one's.
    private async ValueTask AskAheadAsync(CancellationToken cancellationToken)
    {
        if (FindAheadCommand() is not { } ahead) return;
        try
        {
            await _session.Channel.Connection.SendAsync([ahead], cancellationToken).ConfigureAwait(false);
            _askedAhead = ahead;
        }
        catch (FtpException e)
        {
            _feed.Note($"no port could be asked for ahead: {e.Message}");
        }
    }

    private async ValueTask SecureAsync(TlsClient tls, Socket socket, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var handshake = tls.ConnectAsync(
            socket,
            _session.Channel.Connection.Tls!.Session,
            new TlsStreamOptions { OnMessage = _feed.OnMessage },
            giveUp.Token).AsTask();

        await Task.WhenAny(handshake, _final).ConfigureAwait(false);
        if (!handshake.IsCompleted && await IsRefusalAsync().ConfigureAwait(false)) await giveUp.CancelAsync().ConfigureAwait(false);

        TlsStream stream;
        try
        {
            stream = await handshake.ConfigureAwait(false);
        }
        catch (Exception e) when (e is TlsException or IOException or SocketException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw await ExplainAsync(e, cancellationToken).ConfigureAwait(false);
        }

        stream.HalfCloses = _session.Channel.Connection.Route.IsDirect;
        _stream = stream;
        _session.CountDataConnection(stream.Info.Resumed);
        _feed.Secured(stream.Info);
        Options.Logger.DataSecured(socket.RemoteEndPoint?.ToString() ?? "", stream.Info.ToString());
    }

    private async ValueTask<bool> IsRefusalAsync()
    {
        try
        {
            return (await _final.ConfigureAwait(false)).IsNegative;
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException)
        {
            return true; // the session is dead; the handshake has nothing to wait for
        }
    }

    // The first reply is awaited within the limit, then the data may take as long as it moves; FinishAsync restarts the limit.
    private async Task<FtpReply> ReadFinalAsync()
    {
        var connection = _session.Channel.Connection;
        try
        {
            while (true)
            {
                var reply = await connection.ReadReplyAsync(_replyLimit.Token).ConfigureAwait(false);
                if (reply.Code == 421) throw connection.Goodbye(reply);
                if (reply.IsNegative) await _refused.CancelAsync().ConfigureAwait(false);
                if (!reply.IsPreliminary) return reply;
                Announcement ??= reply;
                connection.ExpectAnother();
                SuspendLimit();
            }
        }
        catch (OperationCanceledException)
        {
            throw connection.Die(connection.Late(_command.Verb));
        }
    }

    private async ValueTask<FtpReply> AwaitFinalAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _final.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            _session.Channel.Connection.Die(e);
            throw;
        }
    }

    private async ValueTask<(FtpReply? Reply, FtpException? Loss)> TryAwaitFinalAsync(
        TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_final is null) return (null, null);
        AwaitFinalWithin(limit < Options.ReplyTimeout ? limit : Options.ReplyTimeout);
        try
        {
            return (await _final.WaitAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (FtpException e)
        {
            return (null, e);
        }
    }

    private void AwaitFinalWithin(TimeSpan limit)
    {
        lock (_gate)
        {
            _isEnding = true;
            _replyLimit.Restart(limit);
        }
    }

    // While data flows the control line may be silent for as long as it takes; a 150 that comes after the data changes nothing.
    private void SuspendLimit()
    {
        lock (_gate)
        {
            if (!_isEnding) _replyLimit.Suspend();
        }
    }

    // RFC 4217 section 10: 522, or 425 of ProFTPD, where the server does not find the TLS session that the data connection offers.
    private FtpReplyException Refusal(FtpReply reply)
    {
        if (reply.Code is 425 or 522) _session.NoteData(isRefused: true);
        return new FtpReplyException(_command, reply, Hints.For(reply));
    }

    // What this side's own judgement refused is the cause; the server's complaint only follows from it.
    private static bool IsOurRefusal(Exception failure) => failure is TlsException
    {
        Failure: TlsFailure.NotTrusted or TlsFailure.CertificateChanged or TlsFailure.ApplicationProtocol,
    };

    private async ValueTask CloseDataAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Tls is { } tls) await ShutdownAsync(tls, limit, cancellationToken).ConfigureAwait(false);
        else if (_stream is NetworkStream clear) clear.Socket.Shutdown(SocketShutdown.Send);
        _feed.Closed(Tls?.Info, error: null);
        await DropDataAsync().ConfigureAwait(false);
    }

    // Until the server closes its side. Once it has given its final reply that is a formality, which some servers omit.
    private async ValueTask ShutdownAsync(TlsStream tls, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var enough = new Deadline(limit, Options.TimeProvider, cancellationToken);
        var shutdown = tls.ShutdownAsync(Timeout.InfiniteTimeSpan, enough.Token).AsTask();
        await Task.WhenAny(shutdown, _final).ConfigureAwait(false);
        var formality = _session.Rules.DataEndWait is { } wait ? TimeSpan.FromMilliseconds(wait.Value) : FormalityTime;
        if (!shutdown.IsCompleted) enough.Restart(formality);
        try
        {
            await shutdown.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _feed.Note(_final.IsCompleted ? "the server answered, and left the data connection open" : "the server left the data connection open");
        }
    }

    private async ValueTask AbortAsync()
    {
        // A server that has answered already needs no ABOR, and a transfer that was never begun neither.
        if (_final is { IsCompleted: false } && _askedAhead is null && _session.Channel.Connection.Failure is null)
        {
            AwaitFinalWithin(AbortTime);
            await AbortSequence.RunAsync(_session.Channel.Connection, _final, DropDataAsync, AbortTime).ConfigureAwait(false);
        }

        await DropDataAsync().ConfigureAwait(false);

        End();
    }

    private async ValueTask DropDataAsync()
    {
        _inflater?.Dispose();
        _sink?.Dispose();
        if (_stream is not null) await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private void End()
    {
        if (_isOver) return;
        _isOver = true;
        _replyLimit.Dispose();
        _refused.Dispose();
        if (_askedAhead is null || _session.Channel.Connection.Failure is not null) _session.End();
        else if (_final is { IsCompletedSuccessfully: true }) _session.Dialer.ReceiveAhead(_session, _askedAhead);
        else EndOutOfStep();
    }

    // The reply to the port asked ahead would come behind one that nobody awaits.
    private void EndOutOfStep()
    {
        _session.Channel.Connection.Die(new FtpConnectionException(
            FtpConnectionFailure.Closed, "A transfer was given up whose server had been asked for the next port already."));
        _session.End();
    }
}
