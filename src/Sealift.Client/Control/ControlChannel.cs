using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client.Control;

/// <summary>
/// A control connection on which a login may be sent. There are three ways to get one, and two of them end in a TLS handshake;
/// the third carries its name.
/// </summary>
internal sealed class ControlChannel
{
    private ControlChannel(ControlConnection connection) => Connection = connection;

    public ControlConnection Connection { get; }

    /// <summary>After AUTH TLS and its handshake.</summary>
    public static ControlChannel OverTls(ControlConnection connection) => connection.Tls is null
        ? throw new InvalidOperationException("The handshake has not happened.")
        : new ControlChannel(connection);

    /// <summary>Implicit TLS: the handshake comes first, before anything is said.</summary>
    public static async ValueTask<ControlChannel> SecureAtOnceAsync(
        ControlConnection connection, TlsClient tls, CancellationToken cancellationToken)
    {
        await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
        return OverTls(connection);
    }

    /// <summary>No TLS, because the user asked for it by name.</summary>
    public static ControlChannel PlaintextUnsafe(ControlConnection connection)
    {
        connection.ReadAhead();
        return new ControlChannel(connection);
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
