using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Pooling;

/// <summary>Opens sessions for a pool and learns from the server's refusals.</summary>
internal sealed class SessionOpener(FtpClientOptions options, FtpClientPoolOptions pool, SessionLedger ledger, SessionQueue queue)
{
    // A password that was right a moment ago is tried this often, in case the server still counts a session that has ended.
    private const int GhostAttempts = 3;

    /// <summary>Uses a permit of the queue.</summary>
    /// <returns>The session; null when the server takes no more, and one of those that live must come back first.</returns>
    public async ValueTask<FtpClient?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenPatientlyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            queue.GiveUpPermit();
            throw;
        }
    }

    private async ValueTask<FtpClient?> OpenPatientlyAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options.TimeProvider);
        while (true)
        {
            FtpException failure;
            try
            {
                return await LogInAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (FtpException e) when (Judge(e, backoff) is OpeningFailure.TooMany or OpeningFailure.Busy)
            {
                failure = e;
            }

            if (ledger.Live == 0 && failure is FtpAuthenticationException refusal && backoff.Count + 1 >= GhostAttempts)
                throw Refuse(refusal);
            if (ledger.Live > 0 && Judge(failure, backoff) == OpeningFailure.TooMany)
            {
                options.Logger.SessionLimitLearnt(options.Host, ledger.Learn(pool.LimitRetryAfter), failure.Message);
                if (!queue.IsAlone)
                {
                    queue.GiveUpPermit();
                    return null;
                }
            }

            // Nobody here could give a session back: what remains is to ask again.
            if (backoff.Elapsed >= pool.BusyLimit && pool.BusyLimit != Timeout.InfiniteTimeSpan) throw failure;
            options.Logger.ServerBusy(options.Host, failure.Message);
            await backoff.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A session that has just ended may still be counted; a few attempts tell that from a limit.
    private OpeningFailure Judge(FtpException failure, Backoff backoff) =>
        OpeningFailures.Judge(failure, ledger.IsProven, isRepeated: backoff.Count > 0) switch
        {
            OpeningFailure.TooMany when ledger.MayHaveGhosts && backoff.Count < GhostAttempts => OpeningFailure.Busy,
            var judgement => judgement,
        };

    private async ValueTask<FtpClient> LogInAsync(CancellationToken cancellationToken)
    {
        ledger.ThrowIfRefused();
        if (ledger.Live > 0) return await ConnectAsync(cancellationToken).ConfigureAwait(false);

        // No session proves the password at this moment: one login tries it, for everybody.
        await ledger.FirstLogin.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ledger.ThrowIfRefused();
            return await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FtpAuthenticationException e) when (
            OpeningFailures.Judge(e, ledger.IsProven, isRepeated: false) == OpeningFailure.LoginRefused)
        {
            Refuse(e);
            throw;
        }
        finally
        {
            ledger.FirstLogin.Release();
        }
    }

    private FtpAuthenticationException Refuse(FtpAuthenticationException refusal)
    {
        ledger.Refuse(refusal);
        queue.Fail(() => new FtpAuthenticationException(refusal.User, refusal.Reply));
        return refusal;
    }

    private async ValueTask<FtpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = await FtpClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            if (pool.WorkingDirectory is { } directory)
            {
                var command = new FtpCommand("CWD", directory);
                var reply = await client.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                if (!reply.IsCompleted) throw FtpClient.Refused(command, reply);
            }

            if (pool.Prepare is { } prepare) await prepare(client, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        queue.Open();
        return client;
    }
}
