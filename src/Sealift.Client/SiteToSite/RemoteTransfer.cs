using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.SiteToSite;

/// <summary>One server's half of a direct copy: RETR or STOR, whose data connection is not with this machine.</summary>
internal sealed class RemoteTransfer
{
    // How long a server that was told to stop (ABOR) may take to say so.
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(2);

    private readonly FtpClient _client;

    private RemoteTransfer(FtpClient client) => _client = client;

    /// <summary>The final reply, or the session's end as an exception.</summary>
    public Task<FtpReply> Final { get; private set; } = null!;

    /// <summary>Sends the command. The session belongs to the transfer until its final reply.</summary>
    public static async ValueTask<RemoteTransfer> StartAsync(FtpClient client, FtpCommand command, CancellationToken cancellationToken)
    {
        var transfer = new RemoteTransfer(client);
        await client.Session.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await client.Session.Channel.Connection.SendAsync([command], cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            client.Session.End();
            throw;
        }

        transfer.Final = transfer.ReadAsync(command);
        return transfer;
    }

    /// <summary>Tells the server to stop, and waits a moment for its answer. What the session says after that is not waited for.</summary>
    public async ValueTask AbortAsync()
    {
        using var limit = new CancellationTokenSource(AbortTime, _client.Session.Options.TimeProvider);
        try
        {
            // RFC 4217 section 12.6: inside TLS just the command, without Telnet's urgent signals.
            if (_client.IsUsable && !Final.IsCompleted)
                await _client.Session.Channel.Connection.SendAsync([new FtpCommand("ABOR")], limit.Token).ConfigureAwait(false);
            await Final.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException)
        {
            // The session is closed next, and with it the read that still waits.
            _client.Session.Channel.Connection.Feed.Note($"an aborted direct copy: {e.Message}");
            _ = Final.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    // As with every transfer: the first reply in time, then as long as it takes. Whoever waits for it sets the bound: a wait that is
    // given up leaves the line in step, so that the server can be told to stop.
    private async Task<FtpReply> ReadAsync(FtpCommand command)
    {
        var connection = _client.Session.Channel.Connection;
        using var limit = new Deadline(connection.Options.ReplyTimeout, connection.Options.TimeProvider, CancellationToken.None);
        try
        {
            while (true)
            {
                var reply = await connection.ReadReplyAsync(limit.Token).ConfigureAwait(false);
                if (reply.Code == 421) throw connection.Goodbye(reply);
                if (!reply.IsPreliminary) return reply;
                connection.ExpectAnother();
                limit.Suspend();
            }
        }
        catch (OperationCanceledException)
        {
            throw connection.Die(connection.Late(command.Verb));
        }
        finally
        {
            _client.Session.End();
        }
    }
}
