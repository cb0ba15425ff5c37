using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>A data port that was asked for before its transfer is known: its reply is taken in and its connection made meanwhile.</summary>
internal sealed class AheadPort
{
    // Used at once or not at all: a server closes what nobody uses, and may give the port to somebody else.
    private static readonly TimeSpan IsFresh = TimeSpan.FromSeconds(10);

    private readonly FtpClientOptions _options;
    private readonly Task<Socket?> _connecting;
    private long _since;
    private volatile bool _isDropped;

    /// <param name="session">The session, whose operation ends here: the next one waits until the reply is in.</param>
    /// <param name="command">What was sent: EPSV or PASV. The replies before its own have been read.</param>
    /// <param name="portOf">Reads the port out of the reply; 0 for none.</param>
    /// <param name="dial">Connects to the port.</param>
    public AheadPort(
        FtpSession session, FtpCommand command, Func<FtpCommand, FtpReply, int> portOf, Func<int, CancellationToken, ValueTask<Socket>> dial)
    {
        _options = session.Options;
        _since = _options.TimeProvider.GetTimestamp();
        _connecting = ConnectAsync(session, session.EndToIdleTurn(), command, portOf, dial);
    }

    /// <summary>The connection; null where there is none, or where it has waited for too long.</summary>
    public async ValueTask<Socket?> TakeAsync(CancellationToken cancellationToken)
    {
        Socket? socket;
        try
        {
            socket = await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Drop();
            throw;
        }

        if (socket is null || _options.TimeProvider.GetElapsedTime(_since) < IsFresh) return socket;
        socket.Dispose();
        return null;
    }

    /// <summary>Nobody will take it.</summary>
    public void Drop()
    {
        _isDropped = true;
        _ = _connecting.ContinueWith(
            static connecting => connecting.GetAwaiter().GetResult()?.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task<Socket?> ConnectAsync(
        FtpSession session,
        TaskCompletionSource turn,
        FtpCommand command,
        Func<FtpCommand, FtpReply, int> portOf,
        Func<int, CancellationToken, ValueTask<Socket>> dial)
    {
        var port = await ReadAsync(session, turn, command, portOf).ConfigureAwait(false);
        if (port == 0 || _isDropped) return null;
        _since = _options.TimeProvider.GetTimestamp();
        try
        {
            return await dial(port, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FtpException e)
        {
            session.Channel.Connection.Feed.Note($"the port asked for ahead is of no use: {e.Message}");
            return null;
        }
    }

    private static async Task<int> ReadAsync(
        FtpSession session, TaskCompletionSource turn, FtpCommand command, Func<FtpCommand, FtpReply, int> portOf)
    {
        try
        {
            return portOf(command, await session.Channel.ReadFinalAsync(command, CancellationToken.None).ConfigureAwait(false));
        }
        catch (FtpException e)
        {
            // The session is dead, and whoever uses it next is told why.
            session.Channel.Connection.Feed.Note($"the session ended with the port asked for ahead: {e.Message}");
            return 0;
        }
        finally
        {
            session.End();
            turn.SetResult();
        }
    }
}
