using Sealift.Client.Control;
using Sealift.Core.Wire;

namespace Sealift.Client.Data;

/// <summary>Agrees with the server on the port of each data connection. There are two ways: passive and active.</summary>
internal abstract class DataDialer(ControlChannel channel)
{
    // A server out of free data ports says 4xx; a moment later one may be free.
    private const int MaxAttempts = 3;
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(200);

    protected ControlChannel Channel { get; } = channel;

    protected ControlConnection Connection => Channel.Connection;

    protected FtpClientOptions Options => Connection.Options;

    /// <summary>The way that the session's options ask for.</summary>
    public static DataDialer For(ControlChannel channel, Login login) => channel.Connection.Options.DataMode == FtpDataMode.Active
        ? new ActiveDialer(channel)
        : new PassiveDialer(channel, login.FirstPassiveReply, login.Supported, login.Profile.Profile.Effects);

    /// <summary>Does what comes before the transfer command.</summary>
    /// <param name="transfer">The transfer command that will follow.</param>
    /// <param name="feed">Told of connections that do not come about.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <exception cref="FtpReplyException">The server refused; the session lives.</exception>
    public abstract ValueTask<DataPort> PrepareAsync(FtpCommand transfer, TimelineFeed feed, CancellationToken cancellationToken);

    /// <summary>
    /// The command that asks for the next data port ahead of its transfer; null where that cannot be, as in active mode, or was done already. Whoever sends
    /// it calls <see cref="ReceiveAhead"/> once the replies before its own have been read.
    /// </summary>
    public virtual FtpCommand? AheadCommand => null;

    /// <summary>Takes in the reply to <see cref="AheadCommand"/> and opens the connection, while others are busy. Whatever goes wrong, the next transfer asks again.</summary>
    public virtual void ReceiveAhead(FtpSession session, FtpCommand command) => throw new NotSupportedException();

    /// <summary>Closes a connection that was opened ahead and that nobody took.</summary>
    public virtual void DropAhead()
    {
        // There is none.
    }

    protected async ValueTask<FtpReply> ExecutePatientlyAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await Channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            if (!reply.IsTransientNegative || attempt == MaxAttempts) return reply;
            await Task.Delay(AttemptPause * attempt, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
