using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sealift.Client.Dialing;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client.Control;

/// <summary>
/// The line on which commands and replies travel. It keeps count of the replies that are due: one too many, one too late or
/// one that breaks the grammar ends the session, for after that no reply could be matched with certainty.
/// </summary>
internal sealed class ControlConnection : IAsyncDisposable
{
    // RFC 959 section 4.2: one 1xx a command. Some servers say more, none says them without end.
    private const int MaxPreliminaries = 10;

    // RFC 854: IAC IP, IAC DM.
    private static readonly byte[] TelnetInterrupt = [0xFF, 0xF4, 0xFF, 0xF2];

    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly ReplyReader _replies;
    private readonly Socket _socket;
    private Stream _stream;
    private PipeReader _input;
    private Task<ReadResult>? _ahead;
    private int _due;
    private int _preliminaries;
    private bool _isReadingAhead;
    private bool _isDisposed;

    private ControlConnection(FtpClientOptions options, Socket socket, Route route, SaidSecrets secrets, TimelineFeed feed)
    {
        Options = options;
        Route = route;
        Secrets = secrets;
        Feed = feed;
        _socket = socket;
        TcpKeepAlive.Apply(socket);
        _replies = new ReplyReader(options.ReplyLimits, options.TextEncoding);
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = Reader(_stream);
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    public FtpClientOptions Options { get; }

    /// <summary>What no reply and no picture shows.</summary>
    public SaidSecrets Secrets { get; }

    public TimelineFeed Feed { get; }

    public IPEndPoint Peer { get; }

    /// <summary>This side's address and port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The way to the server, for data connections.</summary>
    public Route Route { get; }

    /// <summary>The TLS stream; null before TLS. After CCC it is closed, and its session is what data connections resume.</summary>
    public TlsStream? Tls { get; private set; }

    /// <summary>Whether what is sent now is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Whether something came that nobody asked for, such as a 421 or the end: the next command will say what.</summary>
    public bool HasHeardUnasked => _ahead is { IsCompleted: true };

    /// <summary>Why the session is dead; null while it lives.</summary>
    public Exception? Failure { get; private set; }

    public static async ValueTask<ControlConnection> OpenAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        if (options is { Timeline: null, Timelines: { } timelines }) options = options with { Timeline = timelines(options) };
        var secrets = new SaidSecrets(options);
        var feed = new TimelineFeed(options.Timeline, channel: 0, secrets);
        var (socket, route) = await DialAsync(options, feed, cancellationToken).ConfigureAwait(false);
        var connection = new ControlConnection(options, socket, route, secrets, feed);
        connection.Feed.Opened(socket.RemoteEndPoint, socket.LocalEndPoint);
        if (options.Proxy is { } proxy) connection.Feed.Note($"through the proxy {proxy} to {TerminalText.Escape(options.Host)} port {options.EffectivePort}");
        if (options.Logger.IsEnabled(LogLevel.Debug)) options.Logger.Connected(connection.Peer.ToString());
        return connection;
    }

    // What was tried and failed is told address by address; a name that is not known has none.
    private static async ValueTask<(Socket Socket, Route Route)> DialAsync(FtpClientOptions options, TimelineFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            return await Dialer.ConnectAsync(options, feed.Failed, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpException e) when (!feed.HasFailed)
        {
            feed.Failed($"{options.Host}:{options.EffectivePort}", e.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            feed.Failed($"{options.Host}:{options.EffectivePort}", "Given up by this side before there was a connection.");
            throw;
        }
    }

    /// <summary>
    /// Performs the TLS handshake and goes on inside it. Bytes received before it would be taken for protected ones, so there
    /// must be none (RFC 4217 section 15.1, and the STARTTLS injections of 2011 and 2021).
    /// </summary>
    public async ValueTask SecureAsync(TlsClient tls, CancellationToken cancellationToken)
    {
        if (_ahead is not null || _replies.IsMidReply || (_input.TryRead(out var early) && !early.Buffer.IsEmpty))
        {
            throw Die(new FtpTlsException(new TlsException(
                TlsFailure.EarlyBytes,
                "The server sent something between its agreement to TLS and the handshake.",
                "Somebody on the way may be injecting replies. Nothing of them was used, and no password was sent.")));
        }

        try
        {
            // A control connection that returns to clear text (CCC) must leave the bytes after TLS in the socket.
            Tls = await tls.ConnectAsync(
                _socket,
                session: null,
                new TlsStreamOptions { ReadAhead = Options.ClearCommandsUnsafe ? 0 : 4096, OnMessage = Feed.OnMessage },
                cancellationToken).ConfigureAwait(false);
        }
        catch (TlsException e)
        {
            throw Die(new FtpTlsException(e));
        }

        await _input.CompleteAsync().ConfigureAwait(false);
        _stream = Tls;
        IsEncrypted = true;
        _input = Reader(Tls);
        ReadAhead();
        if (Tls.Info.TrustReason is { } reason) Feed.Trusted(reason);
        Feed.Secured(Tls.Info);
        if (Options.Logger.IsEnabled(LogLevel.Debug)) Options.Logger.ControlSecured(Tls.Info.ToString());
    }

    /// <summary>
    /// Ends TLS in both directions and goes on in clear text, after CCC was accepted. The peer's close_notify is awaited for a moment
    /// only; what follows it is read as clear text.
    /// </summary>
    public async ValueTask UnsecureAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_ahead is not null || _replies.IsMidReply || (_input.TryRead(out var early) && !early.Buffer.IsEmpty))
            throw Die(new FtpProtocolException("The server sent something after its agreement to CCC."));

        Socket socket;
        try
        {
            (socket, var answered) = await Tls!.DetachAsync(patience, cancellationToken).ConfigureAwait(false);
            if (!answered) Feed.Note("the server did not answer close_notify; the line goes on in clear text");
        }
        catch (TlsException e)
        {
            throw Die(new FtpTlsException(e, "The return to clear text (CCC)"));
        }
        catch (OperationCanceledException e)
        {
            Die(e);
            throw;
        }

        IsEncrypted = false;
        await _input.CompleteAsync().ConfigureAwait(false);
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = Reader(_stream);
        ReadAhead();
        _ahead = _input.ReadAsync(CancellationToken.None).AsTask(); // what came along with the end of TLS is seen before the next command
        Feed.Cleared();
        Options.Logger.CommandsInClear(Options.Host);
    }

    /// <summary>Sends commands in one write. Nothing is sent if one of them is not valid.</summary>
    public ValueTask SendAsync(IReadOnlyList<FtpCommand> flight, CancellationToken cancellationToken) =>
        SendAsync(flight, [], cancellationToken);

    /// <summary>
    /// Sends ABOR. Inside TLS it is a line like any other: RFC 4217 section 15 leaves no room for Telnet's urgent data. In clear
    /// text IAC IP and IAC DM go before it (RFC 959 section 4.1.3), without the urgent pointer, after which ProFTPD waits 0.8 s.
    /// </summary>
    public ValueTask SendAbortAsync(CancellationToken cancellationToken) =>
        SendAsync([new FtpCommand("ABOR")], Tls is null ? TelnetInterrupt : [], cancellationToken);

    private async ValueTask SendAsync(IReadOnlyList<FtpCommand> flight, byte[] prefix, CancellationToken cancellationToken)
    {
        ThrowIfDead();
        cancellationToken.ThrowIfCancellationRequested(); // nothing was sent yet: the session lives
        RefuseUnsolicited();
        _output.Write(prefix);
        foreach (var command in flight) Write(command);
        Interlocked.Add(ref _due, flight.Count); // after ABOR the transfer's reply may be read just now
        _preliminaries = 0;
        foreach (var command in flight)
        {
            Feed.Sent(command);
            if (Options.Logger.IsEnabled(LogLevel.Trace)) Options.Logger.CommandSent(TerminalText.Escape(Secrets.Hide(command).ToString()));
        }

        try
        {
            using var limit = new Deadline(Options.ReplyTimeout, Options.TimeProvider, cancellationToken);
            await _stream.WriteAsync(_output.WrittenMemory, limit.Token).ConfigureAwait(false);
            await _stream.FlushAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw Die(Closed(e));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Die(TimedOut("took no command", Options.ReplyTimeout));
        }
        catch (OperationCanceledException e)
        {
            Die(e);
            throw;
        }
        finally
        {
            _output.Clear(); // it may have held a password
        }
    }

    /// <summary>Expects one more reply than commands were sent: the greeting.</summary>
    public void ExpectGreeting() => Interlocked.Increment(ref _due);

    /// <summary>A preliminary reply (1xx) is followed by another.</summary>
    public void ExpectAnother()
    {
        if (++_preliminaries > MaxPreliminaries)
            throw Die(new FtpProtocolException("The server keeps announcing (1xx) instead of answering."));
        Interlocked.Increment(ref _due);
    }

    /// <summary>
    /// No reply is due any more, though fewer came than commands were sent: a reply that answers the last command alone was read.
    /// </summary>
    public void Resynchronise()
    {
        if (Interlocked.Exchange(ref _due, 0) > 0 && _isReadingAhead) _ahead = _input.ReadAsync(CancellationToken.None).AsTask();
    }

    /// <summary>
    /// From here on a read stays under way while nothing is due, so that what comes unasked is seen before the next command,
    /// and session tickets are taken in when they arrive. Not before TLS: it would take the handshake's bytes.
    /// </summary>
    public void ReadAhead() => _isReadingAhead = true;

    /// <summary>From the next reply on nothing is read that is not due.</summary>
    public void StopReadingAhead() => _isReadingAhead = false;

    /// <summary>Whether the server has said anything, be it half a line.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Reads the next reply that is due. Cancelling it ends the session.</summary>
    /// <exception cref="OperationCanceledException">The token; the caller says whether a time limit or the user.</exception>
    public async ValueTask<FtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        ThrowIfDead();
        try
        {
            while (true)
            {
                var result = await NextReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = result.Buffer;
                HasHeard |= !buffer.IsEmpty;
                if (_replies.TryRead(ref buffer, out var reply))
                {
                    _input.AdvanceTo(buffer.Start);
                    reply = Secrets.Hide(reply);
                    Take(reply);
                    return reply;
                }

                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted) throw Closed(null);
            }
        }
        catch (FtpException e)
        {
            throw Die(e);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw Die(Closed(e));
        }
        catch (OperationCanceledException e)
        {
            Die(e);
            throw;
        }
    }

    /// <summary>Reads the next reply within the reply time limit.</summary>
    public async ValueTask<FtpReply> ReadReplyInTimeAsync(string awaited, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(Options.ReplyTimeout, Options.TimeProvider, cancellationToken);
        try
        {
            return await ReadReplyAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Die(Late(awaited));
        }
    }

    /// <summary>Marks the session dead. The first reason stays.</summary>
    public T Die<T>(T failure)
        where T : Exception
    {
        Failure ??= failure;
        return failure;
    }

    public FtpConnectionException Late(string awaited, TimeSpan? limit = null) => TimedOut($"did not answer {awaited}", limit ?? Options.ReplyTimeout);

    /// <summary>The failure for a 421, which may come in place of any reply (RFC 959 section 5.4).</summary>
    public FtpConnectionException Goodbye(FtpReply reply) => Die(new FtpConnectionException(
        FtpConnectionFailure.Closed,
        $"The server ended the session: {ReplyWords.Of(reply)}",
        "Connect again; it may have too many sessions, or this one was idle for too long.")
    { Reply = reply });

    public void ThrowIfDead()
    {
        if (Failure is null) return;
        throw new FtpConnectionException(
            FtpConnectionFailure.Closed, "The session has ended and cannot be used any more.", "Connect again.", Failure);
    }

    /// <summary>Says goodbye without waiting for an answer, and closes.</summary>
    public async ValueTask QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Failure is null) await SendAsync([new FtpCommand("QUIT")], cancellationToken).ConfigureAwait(false);
        }
        catch (FtpException e)
        {
            Feed.Note($"the server had gone before QUIT: {e.Message}");
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        var cause = Cause(Failure);
        Failure ??= new ObjectDisposedException(nameof(FtpClient));

        // Our close_notify goes out; the server's is not awaited: nothing that could still come matters.
        if (IsEncrypted) await Tls!.ShutdownAsync(TimeSpan.Zero).ConfigureAwait(false);
        Tls?.Session.Dispose();
        await _stream.DisposeAsync().ConfigureAwait(false);
        Feed.Closed(Tls?.Info, cause);
        if (_ahead is not null)
        {
            // The read that was under way ends with the stream; how is of no interest any more.
            await _ahead.ContinueWith(
                static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }

    // Why a session ended before its goodbye, in the words of what was thrown.
    private static string? Cause(Exception? failure) => failure switch
    {
        null => null,
        OperationCanceledException => "Given up by this side while an answer was due.",
        ObjectDisposedException => "A transfer was dropped by this side without waiting for the server.",
        _ => failure.Message,
    };

    private static FtpConnectionException TimedOut(string how, TimeSpan limit) => new(
        FtpConnectionFailure.Timeout,
        $"The server {how} within {limit.TotalSeconds:0.#} s.",
        "The server may be overloaded, or a firewall may have dropped the connection.");

    private void Write(FtpCommand command)
    {
        try
        {
            command.WriteTo(_output, Options.TextEncoding, Options.TelnetDoubling);
            Secrets.Said(command);
        }
        catch (ArgumentException e)
        {
            _output.Clear(); // the commands before it may have held a password
            throw new FtpEncodingException(command.Verb, Options.TextEncoding.WebName, e);
        }
    }

    private static PipeReader Reader(Stream stream) =>
        PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 4096, leaveOpen: true));

    private async ValueTask<ReadResult> NextReadAsync(CancellationToken cancellationToken)
    {
        if (_ahead is not { } ahead) return await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
        var result = await ahead.WaitAsync(cancellationToken).ConfigureAwait(false);
        _ahead = null;
        return result;
    }

    private void Take(FtpReply reply)
    {
        Feed.Received(reply);
        if (Options.Logger.IsEnabled(LogLevel.Trace)) Options.Logger.ReplyReceived(ReplyWords.Of(reply));
        if (Interlocked.Decrement(ref _due) > 0 || reply.IsPreliminary || !_isReadingAhead) return;
        _ahead = _input.ReadAsync(CancellationToken.None).AsTask();
    }

    private void RefuseUnsolicited()
    {
        if (Volatile.Read(ref _due) > 0 || _ahead is not { IsCompleted: true } ahead) return;
        _ahead = null;
        if (!ahead.IsCompletedSuccessfully) throw Die(Closed(ahead.Exception?.InnerException));
        var result = ahead.GetAwaiter().GetResult(); // completed: nothing blocks
        if (FindReply(result.Buffer) is { } reply)
        {
            Feed.Received(reply);
            throw reply.Code == 421
                ? Goodbye(reply)
                : Die(new FtpProtocolException(
                    $"The server sent a reply nobody asked for: {ReplyWords.Of(reply)}")
                { Failure = FtpProtocolFailure.OutOfStep });
        }

        throw Die<FtpException>(result.IsCompleted
            ? Closed(null)
            : new FtpProtocolException("The server sent part of a reply nobody asked for.") { Failure = FtpProtocolFailure.OutOfStep });
    }

    private FtpReply? FindReply(ReadOnlySequence<byte> received)
    {
        try
        {
            return _replies.TryRead(ref received, out var reply) ? Secrets.Hide(reply) : null;
        }
        catch (FtpProtocolException e)
        {
            throw Die(e);
        }
    }

    // A server may refuse a client's certificate only after the handshake (TLS 1.3), and what comes may be damaged: that is told as what it is.
    private static FtpException Closed(Exception? cause) => cause is TlsException { Failure: TlsFailure.ClientCertificate or TlsFailure.BadRecord } tls
        ? new FtpTlsException(tls)
        : new FtpConnectionException(
            FtpConnectionFailure.Closed,
            "The server closed the connection.",
            "It may have been idle for too long, or the server refuses more sessions.",
            cause);
}
