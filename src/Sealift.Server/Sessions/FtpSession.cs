using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Server.Access;
using Sealift.Server.Commands;
using Sealift.Server.Data;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;
using Sealift.Tls;

namespace Sealift.Server.Sessions;

/// <summary>
/// One client, from its connection to its end: reads a line, runs the command, answers, in this order and one at a time. During a
/// transfer it goes on reading, so that ABOR is heard.
/// </summary>
internal sealed class FtpSession : IAsyncDisposable
{
    /// <summary>What a new session, or one that REIN began again, is told.</summary>
    public const string Greeting = "Sealift FTPS server ready.";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // The longest command and its TLS record: what a control connection needs to be read in one piece.
    private const int ControlReadAhead = 16 * 1024;

    private readonly Queue<ControlLine> _waiting = new();
    private readonly CommandOutcome _outcome = new();
    private readonly DateTimeOffset _start;
    private readonly bool _isImplicit;
    private long _began;
    private TlsGeneration? _generation;
    private string _ending = "the client left";
    private string? _cause;

    public FtpSession(ServerContext server, Socket socket, long id, bool isImplicit)
    {
        Server = server;
        Id = id;
        _isImplicit = isImplicit;
        _began = server.Time.GetTimestamp();
        _start = server.Telemetry.Now;
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Control = new ControlChannel(socket, server.Limits.MaxCommandBytes);
        Timeline = server.Options.Timeline?.Invoke(Peer);
        Trace = new SessionTrace(id, Timeline, server.Logger);
        Trace.Opened(Peer, Local);
    }

    public ServerContext Server { get; }

    public long Id { get; }

    public IPEndPoint Peer { get; }

    public IPEndPoint Local { get; }

    public ControlChannel Control { get; }

    public SessionState State { get; } = new();

    public SessionTrace Trace { get; }

    /// <summary>What <see cref="Trace"/> fills; null where nobody wants one.</summary>
    public SessionTimeline? Timeline { get; }

    /// <summary>The bytes of the session's data connections so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>The transfer that is running; null if there is none.</summary>
    public Transfer? Transfer { get; set; }

    /// <summary>Where the next data connection comes from or goes to; null where nothing was agreed on.</summary>
    public DataPort? DataPort { get; private set; }

    /// <summary>The TLS of the last data connection, for STAT; null before the first, and in clear text.</summary>
    public TlsInfo? LastDataTls { get; set; }

    /// <summary>The TLS that the control connection began with, and its data connections go on with.</summary>
    public TlsServer Tls => _generation!.Tls;

    /// <summary>The files of the user, as far as the user has rights. Only after the login, which <see cref="CommandTable"/> sees to.</summary>
    public IFileStore Store => State.Login!.Store;

    /// <summary>Talks to the client until one of both is done with it.</summary>
    public async Task RunAsync()
    {
        var activity = ServerActivities.Begin(this);
        Server.Telemetry.Sessions.Enter(this);
        try
        {
            ServerLog.SessionBegan(Server.Logger, Id, Peer);
            Tell((now, session) => new SessionStarted { Time = now, Session = session });
            if (_isImplicit)
            {
                await SecureAsync(isAnnounced: false).ConfigureAwait(false);
                State.IsDataPrivate = true; // the drafts of implicit TLS protect data from the start
            }

            Reply(220, Greeting);
            while (State.Stage != SessionStage.Closing)
            {
                if (await NextAsync().ConfigureAwait(false) is { } line) await HandleAsync(line).ConfigureAwait(false);
            }

            using var patience = Patience();
            await Control.CloseAsync(CloseTimeout, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _cause = _ending = Server.Cutting.IsCancellationRequested ? "cut by the server's stop" : "the client took no reply";
        }
        catch (Exception e) when (e is TlsException or IOException or SocketException)
        {
            if (State.Stage != SessionStage.Closing) _cause = _ending = e.Message;
        }
        catch (Exception e)
        {
            _cause = _ending = "an error of the server";
            ServerLog.SessionFailed(Server.Logger, e, Id);
        }
        finally
        {
            Trace.Closed(0, Control.Tls?.Info, _cause);
            ServerLog.SessionEnded(Server.Logger, Id, TerminalText.Escape(_ending));
            var ended = Server.Telemetry.Now;
            var last = Describe() with { Ended = ended };
            ServerActivities.End(activity, last, _ending);
            Server.Telemetry.Sessions.Leave(this, last);
            Tell((now, _) => new SessionEnded(_ending, ended - _start) { Time = now, Session = last });
        }
    }

    /// <summary>The session at this moment; may be asked from any thread.</summary>
    public FtpSessionStatus Describe()
    {
        var user = State.User;
        return new FtpSessionStatus
        {
            Id = Id,
            Peer = Peer,
            Local = Local,
            IsImplicit = _isImplicit,
            Began = _start,
            UserName = user?.Name ?? (State.UserName.Length > 0 ? State.UserName : null),
            User = user,
            FailedLogins = State.FailedLogins,
            Host = State.Host?.Name,
            Protection = FtpProtection.Of(Control.Tls?.Info),
            LastVerb = _outcome.Verb,
            Transfer = Transfer?.Describe(),
            BytesSent = Traffic.Sent,
            BytesReceived = Traffic.Received,
            Timeline = Timeline,
        };
    }

    /// <summary>Tells those who watch the server; where nobody does, nothing is made.</summary>
    public void Tell(Func<DateTimeOffset, FtpSessionStatus, FtpSessionEvent?> create)
    {
        if (!Server.Telemetry.IsWatched || create(Server.Telemetry.Now, Describe()) is not { } happened) return;
        Server.Telemetry.Publish(happened);
    }

    /// <summary>Answers; the reply leaves when no further command waits.</summary>
    public void Reply(int code, params IReadOnlyList<string> lines)
    {
        var reply = new FtpReply(code, lines);
        Trace.Reply(reply);
        _outcome.Take(reply);
        Control.Add(reply);
    }

    /// <summary>Sends all replies now.</summary>
    public async ValueTask FlushAsync()
    {
        using var patience = Patience();
        await Control.FlushAsync(patience.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the session after the replies given so far.</summary>
    public void Close(string reason)
    {
        State.Stage = SessionStage.Closing;
        _ending = reason;
    }

    /// <summary>
    /// Goes on under TLS. What the client sent before the handshake was not protected and is never used (RFC 4217 section 15.1 asks
    /// for care, CVE-2011-0411 shows why): if there is any, the session ends.
    /// </summary>
    public async ValueTask SecureAsync(bool isAnnounced = true)
    {
        if (_waiting.Count > 0 || Control.HasUnreadInput)
        {
            Close("data came between AUTH and the handshake");
            return;
        }

        // RFC 4217 section 4: 234, and the handshake follows.
        if (isAnnounced) Reply(234, "The TLS handshake may begin.");
        await FlushAsync().ConfigureAwait(false);

        // A connection that may go back to clear text must not have taken in what comes after TLS.
        var readAhead = Server.Options.Policy.AllowClearCommands ? 0 : ControlReadAhead;
        var options = new TlsStreamOptions { ReadAhead = readAhead, OnMessage = Trace.Messages(0) };
        _generation?.Leave(); // after REIN there was one before
        _generation = Server.Tls.Enter();
        await Control.SecureAsync(_generation.Tls, options, Server.Aborting).ConfigureAwait(false);
        State.Reset();
        Trace.Secured(0, Control.Tls!.Info);
        Tell((now, session) => new SessionSecured(session.Protection!) { Time = now, Session = session });
        if (Control.Tls.Info.ServerName is { } name) State.Host = Server.FindHost(name);
    }

    /// <summary>
    /// Goes back to clear text (CCC, REIN): the reply is still protected, then TLS is ended on both sides. What the client sent
    /// ahead would be read as what it is not; so if there is any, the session ends.
    /// </summary>
    public async ValueTask ClearAsync(int code, string text)
    {
        if (_waiting.Count > 0 || Control.HasUnreadInput)
        {
            Close("data came between CCC or REIN and the end of TLS");
            return;
        }

        Reply(code, text);
        await FlushAsync().ConfigureAwait(false);
        var tls = Control.Tls!.Info;
        using var patience = Patience();
        if (!await Control.ClearAsync(Server.Limits.HandshakeTimeout, patience.Token).ConfigureAwait(false)) Close("the client did not end TLS");
        Trace.Cleared();
        if (!tls.CloseNotifyReceived) Trace.Note("The client did not answer close_notify.");
    }

    /// <summary>Begins again where a new session begins (REIN): nobody is logged in, and there is a time for the login.</summary>
    public void BeginAgain()
    {
        SetDataPort(null);
        State.Reset();
        _began = Server.Time.GetTimestamp();
    }

    /// <summary>Takes the place of what was agreed on before, if anything.</summary>
    public void SetDataPort(DataPort? port)
    {
        DataPort?.Dispose();
        DataPort = port;
    }

    /// <summary>Takes what was agreed on for a transfer; the caller disposes it.</summary>
    public DataPort? TakeDataPort()
    {
        var port = DataPort;
        DataPort = null;
        return port;
    }

    /// <summary>The path an argument means, from the session's directory.</summary>
    /// <exception cref="CommandRefusedException">It is none, or leads above the root.</exception>
    public FtpPath Resolve(string argument)
    {
        var text = argument.StartsWith('/') ? argument : $"{State.Directory}/{argument}";
        if (!FtpPath.TryParse(text, out var path)) throw new CommandRefusedException(550, "There is no such path.");
        _outcome.Take(path);
        return path;
    }

    /// <summary>
    /// Reads on while a transfer runs. ABOR and the loss of the connection end it; STAT is answered at once (RFC 959 section 4.1.3), and
    /// so is NOOP, by which clients keep a connection alive that a router would forget; unless it was sent ahead, in one piece with the
    /// command, by a client that counts its replies. All else waits for its turn.
    /// </summary>
    /// <returns>Whether ABOR came.</returns>
    public async ValueTask<bool> ListenAsync(Task transfer, CancellationTokenSource abort)
    {
        while (Control.TryRead(out var ahead))
        {
            if (await HearAsync(ahead, isAhead: true, abort).ConfigureAwait(false) is { } wasAborted) return wasAborted;
        }

        while (!transfer.IsCompleted && _waiting.Count < Server.Limits.MaxWaitingCommands)
        {
            await Task.WhenAny(transfer, Control.BeginRead()).ConfigureAwait(false);
            if (transfer.IsCompleted) return false;
            var line = await Control.Take().ConfigureAwait(false);
            if (await HearAsync(line, isAhead: false, abort).ConfigureAwait(false) is { } wasAborted) return wasAborted;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        SetDataPort(null);
        State.LogOut();
        await Control.DisposeAsync().ConfigureAwait(false);
        _generation?.Leave();
    }

    /// <summary>Whether ABOR came; null while there is more to hear.</summary>
    private async ValueTask<bool?> HearAsync(ControlLine line, bool isAhead, CancellationTokenSource abort)
    {
        switch (line)
        {
            case { Kind: ControlLineKind.End or ControlLineKind.Http }:
                _waiting.Enqueue(line);
                await abort.CancelAsync().ConfigureAwait(false);
                return false;
            case { Command: { Verb: "ABOR" } command }:
                Trace.Command(command);
                await abort.CancelAsync().ConfigureAwait(false);
                return true;
            case { Command: { Verb: "STAT", Argument: null } command }:
                Trace.Command(command);
                Reply(211, StatusCommands.Describe(this, isBusy: true));
                await FlushAsync().ConfigureAwait(false);
                return null;
            case { Command: { Verb: "NOOP" } command } when !isAhead && _waiting.Count == 0:
                Trace.Command(command);
                Reply(200, "Nothing done; a transfer is running.");
                await FlushAsync().ConfigureAwait(false);
                return null;
            default:
                _waiting.Enqueue(line);
                return _waiting.Count < Server.Limits.MaxWaitingCommands ? null : false;
        }
    }

    private async ValueTask<ControlLine?> NextAsync()
    {
        if (Server.Stopping.IsCancellationRequested) return Leave();
        if (_waiting.TryDequeue(out var line)) return line;

        var left = Server.Limits.IdleTimeout;
        if (State.Stage != SessionStage.LoggedIn)
        {
            left = Server.Limits.LoginTimeout - Server.Time.GetElapsedTime(_began);
            if (left <= TimeSpan.Zero) return TimeIsUp();
        }

        if (Control.HasManyReplies) await FlushAsync().ConfigureAwait(false);
        if (Control.TryRead(out line)) return line;
        await FlushAsync().ConfigureAwait(false);
        try
        {
            await Control.BeginRead().WaitAsync(left, Server.Time, Server.Stopping).ConfigureAwait(false);
            return await Control.Take().ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return TimeIsUp();
        }
        catch (OperationCanceledException)
        {
            return Leave();
        }
    }

    private ControlLine? Leave()
    {
        Reply(421, "The server is stopping.");
        Close("the server stopped");
        return null;
    }

    private ControlLine? TimeIsUp()
    {
        Reply(421, State.Stage == SessionStage.LoggedIn ? "No command for too long." : "The login took too long.");
        Close(State.Stage == SessionStage.LoggedIn ? "idle" : "no login in time");
        return null;
    }

    private async ValueTask HandleAsync(ControlLine line)
    {
        switch (line.Kind)
        {
            case ControlLineKind.Command:
                Trace.Command(line.Command!);
                _outcome.Begin(line.Command!, State.RenameSource);
                await CommandTable.RunAsync(this, line.Command!).ConfigureAwait(false);
                Tell(_outcome.Find);
                break;
            case ControlLineKind.TooLong:
                RefuseLine("The line is too long.");
                break;
            case ControlLineKind.Malformed:
                RefuseLine("That is not a command.");
                break;
            case ControlLineKind.Http:
                Close("the client speaks HTTP");
                break;
            case ControlLineKind.End:
            default:
                State.Stage = SessionStage.Closing;
                break;
        }
    }

    /// <summary>Answers a line that is no command; after too many the session ends. The line is never repeated in the answer.</summary>
    public void RefuseLine(string text)
    {
        State.Restart = 0;
        State.Range = null;
        State.RenameSource = null;
        if (++State.BadCommands < Server.Limits.MaxBadCommands)
        {
            Reply(500, text);
            return;
        }

        Reply(421, "Too many lines that are no commands.");
        Close("too many bad commands");
    }

    private CancellationTokenSource Patience()
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(Server.Cutting);
        patience.CancelAfter(Server.Limits.StallTimeout);
        return patience;
    }
}
