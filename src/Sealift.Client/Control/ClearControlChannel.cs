using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client.Control;

/// <summary>
/// A control connection before TLS. All it can do is hear the greeting and ask for TLS; there is no way to log in on it.
/// </summary>
internal sealed class ClearControlChannel(ControlConnection connection)
{
    /// <summary>Reads the greeting (RFC 959 section 5.4): 220, perhaps after 120.</summary>
    public ValueTask<FtpReply> ReadGreetingAsync(CancellationToken cancellationToken) =>
        Greetings.ReadAsync(connection, cancellationToken);

    /// <summary>Asks for TLS (RFC 4217 section 4), performs the handshake and returns the channel that a login may use.</summary>
    public async ValueTask<ControlChannel> SecureAsync(TlsClient tls, CancellationToken cancellationToken)
    {
        var auth = new FtpCommand("AUTH", "TLS");
        await connection.SendAsync([auth], cancellationToken).ConfigureAwait(false);
        var reply = await connection.ReadReplyInTimeAsync("AUTH TLS", cancellationToken).ConfigureAwait(false);

        if (reply.Code == 421) throw connection.Goodbye(reply);

        // RFC 4217 section 4.2 says 234; some servers send 334, which changes nothing: the handshake must follow either way.
        if (reply.Code is not (234 or 334))
        {
            throw connection.Die(new FtpTlsException(
                $"The server does not begin TLS: it answered AUTH TLS with {TerminalText.Escape(reply.ToString())}",
                "Nothing was sent in clear text. The server may offer implicit TLS (ftps://, port 990); if it has no TLS at all, "
                + "only --plaintext would connect, and everybody on the way could read the password and the files."));
        }

        await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
        return ControlChannel.OverTls(connection);
    }
}
