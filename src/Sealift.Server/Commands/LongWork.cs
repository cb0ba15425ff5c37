using Sealift.Core.Stores;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>
/// Work on files that may take long and has no data connection: few at once, bounded in time, away from the session, which goes on
/// listening so that ABOR ends it.
/// </summary>
internal static class LongWork
{
    /// <summary>Does the work and answers with what it returns.</summary>
    /// <param name="session">The session.</param>
    /// <param name="verb">The command, for the log.</param>
    /// <param name="work">Does it on another thread; throws what a command may throw.</param>
    public static async ValueTask RunAsync(
        FtpSession session, string verb, Func<CancellationToken, ValueTask<(int Code, IReadOnlyList<string> Lines)>> work)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(session.Server.Aborting);
        var doing = DoAsync(session, verb, work, abort.Token);
        bool wasAborted;
        try
        {
            wasAborted = await session.ListenAsync(doing, abort).ConfigureAwait(false);
        }
        catch
        {
            await abort.CancelAsync().ConfigureAwait(false);
            await doing.ConfigureAwait(false); // never throws
            throw;
        }

        var (code, lines) = await doing.ConfigureAwait(false);
        session.Reply(code, lines);

        // RFC 959 section 4.1.3: the command's own reply first, then 226 for ABOR.
        if (wasAborted) session.Reply(226, "It was ended.");
    }

    private static async Task<(int Code, IReadOnlyList<string> Lines)> DoAsync(
        FtpSession session,
        string verb,
        Func<CancellationToken, ValueTask<(int Code, IReadOnlyList<string> Lines)>> work,
        CancellationToken aborted)
    {
        var server = session.Server;
        using var late = new CancellationTokenSource(server.Limits.WorkTimeout, server.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            await server.WorkPlaces.WaitAsync(both.Token).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => work(both.Token).AsTask(), CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                server.WorkPlaces.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return aborted.IsCancellationRequested
                ? (426, ["It was aborted."])
                : (451, ["It took longer than this server allows."]);
        }
        catch (CommandRefusedException e)
        {
            return (e.Code, [e.Message]);
        }
        catch (FileStoreException e)
        {
            ServerLog.StoreRefused(server.Logger, session.Id, verb, e.Message);
            var (code, text) = StoreReplies.For(e.Error);
            return (code, [text]);
        }
        catch (Exception e)
        {
            ServerLog.CommandFailed(server.Logger, e, session.Id, verb);
            return (451, ["The server failed."]);
        }
    }
}
