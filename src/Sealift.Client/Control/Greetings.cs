using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>Reads the greeting of a server.</summary>
internal static class Greetings
{
    // RFC 959 section 5.4: 120, 220 and 421 are the replies to a connection. 120 announces another.
    private const int MaxDelays = 10;

    public static async ValueTask<FtpReply> ReadAsync(ControlConnection connection, CancellationToken cancellationToken)
    {
        connection.ExpectGreeting();
        for (var delays = 0; delays < MaxDelays; delays++)
        {
            var greeting = await ReadOneAsync(connection, cancellationToken).ConfigureAwait(false);
            if (greeting.Code == 220)
            {
                connection.Options.Hosts.RememberGreeting(connection.Options);
                return greeting;
            }

            if (greeting.Code == 120)
            {
                connection.ExpectAnother();
                continue;
            }

            var text = TerminalText.Escape(greeting.ToString());
            if (greeting.IsNegative)
            {
                throw connection.Die(new FtpConnectionException(
                    FtpConnectionFailure.Closed,
                    $"The server does not take the connection: {text}",
                    "It may have too many sessions, or not allow this address; try later.")
                { Reply = greeting });
            }

            // 230 would mean logged in before TLS: nobody honest says that here.
            throw connection.Die(new FtpProtocolException($"The server greets with {text}, where 220 is due."));
        }

        throw connection.Die(new FtpProtocolException("The server keeps announcing a delay (120) instead of greeting."));
    }

    private static async ValueTask<FtpReply> ReadOneAsync(ControlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadReplyInTimeAsync("the connection with a greeting", cancellationToken).ConfigureAwait(false);
        }
        catch (FtpProtocolException e)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.NotFtp,
                $"What answers on port {connection.Options.EffectivePort} does not speak FTP: {e.Message}",
                "Check the port: 21 is explicit, 990 implicit (ftps://), 22 would be SSH.",
                e);
        }
        catch (FtpConnectionException e) when (e.Failure == FtpConnectionFailure.Timeout && connection.Tls is null)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.NotFtp,
                e.Message,
                "A server that waits silently may expect TLS first: try implicit mode (ftps://).",
                e)
            {
                // Where there is one, it has too much to do now.
                IsForNow = connection.HasHeard || connection.Options.Hosts.HasGreeted(connection.Options),
            };
        }
    }
}
