using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Server.Commands;
using Sealift.Server.Data;
using Sealift.Tls;

namespace Sealift.Server.Sessions;

/// <summary>
/// One client, from its connection to its end: reads a line, runs the command, answers, in this order and one at a time. During a
/// transfer it goes on reading, so that ABOR is heard.
/// </summary>
internal sealed class FtpSession : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    // The longest command and its TLS record: what a control connection needs to be read in one piece.
    private const int ControlReadAhead = 16 * 1024;

    private readonly Queue<ControlLine> _waiting = new();
    private readonly bool _isImplicit;
    private readonly long _began;
    private string _ending = "the client left";

    public FtpSession(ServerContext server, Socket socket, long id, bool isImplicit)
    {
        Server = server;
        Id = id;
        _isImplicit = isImplicit;
        _began = server.Time.GetTimestamp();
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Control = new ControlChannel(socket, server.Limits.MaxCommandBytes);
        Trace = new SessionTrace(id, server.Options.Timeline?.Invoke(Peer), server.Logger);
        Trace.Opened(Peer, Local);
    }

    public ServerContext Server { get; }

    public long Id { get; }

    public IPEndPoint Peer { get; }

    public IPEndPoint Local { get; }

    public ControlChannel Control { get; }

    public SessionState State { get; } = new();

    public SessionTrace Trace { get; }

    /// <summary>The port that waits for the next data connection; null where there is none.</summary>
    public PassiveListener? Passive { get; private set; }

    /// <summary>The files of the user. Only after the login, which <see cref="CommandTable"/> sees to.</summary>
    public IFileStore Store => State.User!.Store;

    /// <summary>Talks to the client until one of both is done with it.</summary>
    public async Task RunAsync()
    {
        try
        {
            ServerLog.SessionBegan(Server.Logger, Id, Peer);
            if (_isImplicit)
            {
                await SecureAsync().ConfigureAwait(false);
                State.IsDataPrivate = true; // the drafts of implicit TLS protect data from the start
            }

            Reply(220, "Sealift FTPS server ready.");
            while (State.Stage != SessionStage.Closing)
            {
                if (await NextAsync().ConfigureAwait(false) is { } line) await HandleAsync(line).ConfigureAwait(false);
            }

            using var patience = Patience();
            await Control.CloseAsync(CloseTimeout, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ending = Server.Aborting.IsCancellationRequested ? "cut by the server's stop" : "the client took no reply";
        }
        catch (Exception e) when (e is TlsException or IOException or SocketException)
        {
            if (State.Stage != SessionStage.Closing) _ending = e.Message;
        }
        catch (Exception e)
        {
            _ending = "an error of the server";
            ServerLog.SessionFailed(Server.Logger, e, Id);
        }
        finally
        {
            Trace.Closed(0, Control.Tls?.Info, error: null);
            ServerLog.SessionEnded(Server.Logger, Id, TerminalText.Escape(_ending));
        }
    }

    /// <summary>Answers; the reply leaves when no further command waits.</summary>
    public void Reply(int code, params IReadOnlyList<string> lines)
    {
        var reply = new FtpReply(code, lines);
        Trace.Reply(reply);
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
    public async ValueTask SecureAsync()
    {
        if (_waiting.Count > 0 || Control.HasUnreadInput)
        {
            Close("data came between AUTH and the handshake");
            return;
        }

        // RFC 4217 section 4: 234, and the handshake follows.
        if (!_isImplicit) Reply(234, "The TLS handshake may begin.");
        await FlushAsync().ConfigureAwait(false);
        var options = new TlsStreamOptions { ReadAhead = ControlReadAhead, OnMessage = Trace.Messages(0) };
        await Control.SecureAsync(Server.Tls, options, Server.Aborting).ConfigureAwait(false);
        State.Reset();
        Trace.Secured(0, Control.Tls!.Info);
    }

    /// <summary>Takes the place of the port that waited before, if any.</summary>
    public void SetPassive(PassiveListener? listener)
    {
        Passive?.Dispose();
        Passive = listener;
    }

    /// <summary>Takes the waiting port for a transfer; the caller disposes it.</summary>
    public PassiveListener? TakePassive()
    {
        var listener = Passive;
        Passive = null;
        return listener;
    }

    /// <summary>The path an argument means, from the session's directory.</summary>
    /// <exception cref="CommandRefusedException">It is none, or leads above the root.</exception>
    public FtpPath Resolve(string argument)
    {
        var text = argument.StartsWith('/') ? argument : $"{State.Directory}/{argument}";
        return FtpPath.TryParse(text, out var path)
            ? path
            : throw new CommandRefusedException(550, "There is no such path.");
    }

    /// <summary>
    /// Reads on while a transfer runs. ABOR and the loss of the connection end it; STAT is answered at once (RFC 959 section 4.1.3);
    /// all else waits for its turn.
    /// </summary>
    /// <returns>Whether ABOR came.</returns>
    public async ValueTask<bool> ListenAsync(Task transfer, CancellationTokenSource abort)
    {
        while (!transfer.IsCompleted && _waiting.Count < Server.Limits.MaxWaitingCommands)
        {
            await Task.WhenAny(transfer, Control.BeginRead()).ConfigureAwait(false);
            if (transfer.IsCompleted) return false;
            var line = await Control.Take().ConfigureAwait(false);
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
                    Reply(211, "A transfer is running.");
                    await FlushAsync().ConfigureAwait(false);
                    break;
                default:
                    _waiting.Enqueue(line);
                    break;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        SetPassive(null);
        await Control.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<ControlLine?> NextAsync()
    {
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
            Reply(421, "The server is stopping.");
            Close("the server stopped");
            return null;
        }
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
                await CommandTable.RunAsync(this, line.Command!).ConfigureAwait(false);
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
        var patience = CancellationTokenSource.CreateLinkedTokenSource(Server.Aborting);
        patience.CancelAfter(Server.Limits.StallTimeout);
        return patience;
    }
}
