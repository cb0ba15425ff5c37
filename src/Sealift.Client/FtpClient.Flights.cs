using Sealift.Client.Control;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>
    /// Sends commands that need no decision between them in one write, and returns their final replies in the same order, whatever they
    /// say: one round trip for all of them. With a server that loses such flights they are sent one by one.
    /// </summary>
    /// <param name="commands">The commands, such as SIZE and MDTM of one file, or RNFR and RNTO; the same ones that <see cref="ExecuteAsync"/> takes.</param>
    /// <param name="transferFollows">
    /// Whether a transfer follows at once: then the next data port is asked for at the end of the flight, and its connection is made
    /// meanwhile. Default false.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="ArgumentException">One of the commands is one that the session sends for itself only. Nothing was sent.</exception>
    /// <exception cref="FtpConnectionException">The session broke.</exception>
    public async Task<IReadOnlyList<FtpReply>> ExecuteFlightAsync(
        IReadOnlyList<FtpCommand> commands, bool transferFollows = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        foreach (var command in commands) OwnCommands.Refuse(command);
        await _session.BeginAsync(cancellationToken).ConfigureAwait(false);
        FtpCommand? asked = null;
        try
        {
            // RFC 3659 section 4.1: the size is that of the transfer in the current TYPE.
            if (commands.Any(static command => command.Verb == "SIZE"))
                await _session.Parameters.RequireBinaryAsync(cancellationToken).ConfigureAwait(false);
            var ahead = transferFollows ? _session.Dialer.AheadCommand : null;
            var replies = new List<FtpReply>(commands.Count);
            if (!_session.Parameters.MayPipeline)
            {
                foreach (var command in commands)
                    replies.Add(await _session.Channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false));
                return replies;
            }

            FtpCommand[] flight = ahead is null ? [.. commands] : [.. commands, ahead];
            if (flight.Length == 0) return replies;
            await Connection.SendAsync(flight, cancellationToken).ConfigureAwait(false);
            foreach (var command in commands)
                replies.Add(await _session.Channel.ReadFinalAsync(command, cancellationToken).ConfigureAwait(false));
            asked = ahead;
            return replies;
        }
        finally
        {
            if (asked is not null) _session.Dialer.ReceiveAhead(_session, asked);
            else _session.End();
        }
    }

    /// <summary>Closes a data connection that was opened ahead of a transfer that does not follow after all.</summary>
    internal void DropAhead() => _session.Dialer.DropAhead();
}
