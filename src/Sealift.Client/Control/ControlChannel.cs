using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client.Control;

/// <summary>
/// A control connection on which a login may be sent. There are three ways to get one, and two of them end in a TLS handshake;
/// the third carries its name.
/// </summary>
internal sealed class ControlChannel
{
    // Some servers never answer close_notify: by then they speak clear text.
    private static readonly TimeSpan CloseNotifyPatience = TimeSpan.FromSeconds(2);

    private static readonly FtpCommand Ccc = new("CCC");

    private ControlChannel(ControlConnection connection, FtpAuthMechanism? mechanism)
    {
        Connection = connection;
        Mechanism = mechanism;
    }

    public ControlConnection Connection { get; }

    /// <summary>The mechanism that AUTH began TLS with; null for implicit TLS and for clear text.</summary>
    public FtpAuthMechanism? Mechanism { get; }

    /// <summary>After AUTH and its handshake.</summary>
    public static ControlChannel OverTls(ControlConnection connection, FtpAuthMechanism? mechanism) => connection.Tls is null
        ? throw new InvalidOperationException("The handshake has not happened.")
        : new ControlChannel(connection, mechanism);

    /// <summary>Implicit TLS: the handshake comes without being asked for.</summary>
    public static async ValueTask<ControlChannel> SecureAtOnceAsync(
        ControlConnection connection, TlsClient tls, CancellationToken cancellationToken)
    {
        await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
        return OverTls(connection, mechanism: null);
    }

    /// <summary>No TLS, because the user asked for it by name.</summary>
    public static ControlChannel PlaintextUnsafe(ControlConnection connection)
    {
        connection.ReadAhead();
        return new ControlChannel(connection, mechanism: null);
    }

    /// <summary>
    /// Returns to clear text (CCC, RFC 4217 section 5, RFC 2228 section 3), because the user asked for it by name. After it nothing
    /// about security is said any more; data connections are what they were.
    /// </summary>
    public async ValueTask ClearCommandsAsync(CancellationToken cancellationToken)
    {
        Connection.StopReadingAhead();
        var reply = await ExecuteAsync(Ccc, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted)
        {
            throw new FtpReplyException(
                Ccc, reply, "The server does not let commands go on in clear text; leave out ClearCommandsUnsafe (--ccc).");
        }

        await Connection.UnsecureAsync(CloseNotifyPatience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends one command and reads its final reply.</summary>
    public async ValueTask<FtpReply> ExecuteAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        await Connection.SendAsync([command], cancellationToken).ConfigureAwait(false);
        return await ReadFinalAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends one command and reads its final reply, which may take as long as this: the server has work to do.</summary>
    public async ValueTask<FtpReply> ExecuteAsync(FtpCommand command, TimeSpan limit, CancellationToken cancellationToken)
    {
        await Connection.SendAsync([command], cancellationToken).ConfigureAwait(false);
        using var deadline = new Deadline(limit, Connection.Options.TimeProvider, cancellationToken);
        try
        {
            while (true)
            {
                var reply = await Connection.ReadReplyAsync(deadline.Token).ConfigureAwait(false);
                if (reply.Code == 421) throw Connection.Goodbye(reply);
                if (!reply.IsPreliminary) return reply;
                Connection.ExpectAnother();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Connection.Die(Connection.Late(command.Verb, limit));
        }
    }

    /// <summary>Reads replies until the command's final one.</summary>
    public async ValueTask<FtpReply> ReadFinalAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await Connection.ReadReplyInTimeAsync(command.Verb, cancellationToken).ConfigureAwait(false);
            if (reply.Code == 421) throw Connection.Goodbye(reply);
            if (!reply.IsPreliminary) return reply;
            Connection.ExpectAnother();
        }
    }
}
