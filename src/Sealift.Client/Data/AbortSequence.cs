using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>
/// Brings the control line back in step after a transfer was given up. How many replies come is not certain: 426 and 226, 226
/// alone, 225 (RFC 959 section 4.1.3); Pure-FTPd answers the ABOR of a download and never the download. So a PWD follows the
/// first of them: its 257 answers nothing else, and everything before it belongs to the past. It does not travel with the ABOR,
/// for Pure-FTPd swallows what comes with it.
/// </summary>
internal static class AbortSequence
{
    private const int PathReply = 257;

    // ProFTPD hears an ABOR while it sends, and one in ten of its sessions does not survive that the data connection is cut
    // instead; vsftpd hears it only after the cut.
    private static readonly TimeSpan HearingTime = TimeSpan.FromMilliseconds(100);

    private static readonly FtpCommand Marker = new("PWD");

    /// <summary>Sends ABOR and waits, bounded, until the line is in step; otherwise the session is dead.</summary>
    /// <param name="connection">The control line.</param>
    /// <param name="final">The reading of the transfer's final reply, which takes the first one that comes.</param>
    /// <param name="cut">Cuts the data connection.</param>
    /// <param name="limit">How long all of it may take.</param>
    public static async ValueTask RunAsync(ControlConnection connection, Task<FtpReply> final, Func<ValueTask> cut, TimeSpan limit)
    {
        using var deadline = new Deadline(limit, connection.Options.TimeProvider, CancellationToken.None);
        try
        {
            await connection.SendAbortAsync(deadline.Token).ConfigureAwait(false);
            await Task.WhenAny(final, Task.Delay(HearingTime, connection.Options.TimeProvider, deadline.Token)).ConfigureAwait(false);
            await cut().ConfigureAwait(false);
            await final.WaitAsync(deadline.Token).ConfigureAwait(false);
            await connection.SendAsync([Marker], deadline.Token).ConfigureAwait(false);

            // One answer each to the transfer, to ABOR and to PWD: after the first, no more than two can come.
            FtpReply reply;
            var count = 1;
            do
            {
                do reply = await connection.ReadReplyAsync(deadline.Token).ConfigureAwait(false);
                while (Continues(connection, reply));
            }
            while (reply.Code != PathReply && ++count < 3);

            // The last one is the PWD's, if only by refusing it.
            if (reply.Code != PathReply && !reply.IsNegative)
                throw connection.Die(new FtpProtocolException("The server answered a transfer and its ABOR more often than it was asked.") { Failure = FtpProtocolFailure.OutOfStep });
            connection.Resynchronise();
        }
        catch (FtpException e)
        {
            connection.Feed.Note($"the session ended with the transfer that was given up: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            connection.Feed.Note("the server did not answer ABOR in time: the session has ended");
            connection.Die(connection.Late("ABOR", limit));
        }
    }

    private static bool Continues(ControlConnection connection, FtpReply reply)
    {
        if (reply.Code == 421) throw connection.Goodbye(reply);
        if (!reply.IsPreliminary) return false;
        connection.ExpectAnother();
        return true;
    }
}
