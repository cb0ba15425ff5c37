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

    /// <summary>
    /// Asks for TLS (RFC 4217 section 4), by each mechanism until one is accepted, performs the handshake and returns the channel
    /// that a login may use.
    /// </summary>
    public async ValueTask<ControlChannel> SecureAsync(TlsClient tls, CancellationToken cancellationToken)
    {
        FtpTlsException? refusal = null;
        foreach (var mechanism in connection.Options.AuthMechanisms)
        {
            var auth = new FtpCommand("AUTH", NameOf(mechanism));
            var reply = await AskAsync(auth, refusal, cancellationToken).ConfigureAwait(false);
            if (reply.Code == 421) throw connection.Goodbye(reply);

            // RFC 4217 section 4.2 says 234; some servers send 334, which changes nothing: the handshake must follow either way.
            if (reply.Code is 234 or 334)
            {
                await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
                return ControlChannel.OverTls(connection, mechanism);
            }

            refusal ??= Refused(auth, reply);

            // 5xx is about this mechanism (500, 502, 504, 534) and another may do; 4xx is about this moment (431), and anything
            // else is no answer to AUTH.
            if (!reply.IsPermanentNegative) break;
        }

        throw connection.Die(refusal!);
    }

    private static string NameOf(FtpAuthMechanism mechanism) => mechanism switch
    {
        FtpAuthMechanism.Ssl => "SSL",
        FtpAuthMechanism.TlsP => "TLS-P",
        FtpAuthMechanism.TlsC => "TLS-C",
        _ => "TLS",
    };

    // A server that hangs up on the second question has still answered the first.
    private async ValueTask<FtpReply> AskAsync(FtpCommand auth, FtpTlsException? refusal, CancellationToken cancellationToken)
    {
        try
        {
            await connection.SendAsync([auth], cancellationToken).ConfigureAwait(false);
            return await connection.ReadReplyInTimeAsync(auth.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (FtpConnectionException) when (refusal is not null)
        {
            throw refusal;
        }
    }

    private static FtpTlsException Refused(FtpCommand auth, FtpReply reply) => new(
        $"The server does not begin TLS: it answered {auth} with {ReplyWords.Of(reply)}",
        reply.IsTransientNegative
            ? "Nothing was sent in clear text. The server lacks something for TLS at the moment; try later."
            : "Nothing was sent in clear text. The server may offer implicit TLS (ftps://, port 990); if it has no TLS at all, "
                + "only --plaintext would connect, and everybody on the way could read the password and the files.")
    {
        IsForNow = reply.IsTransientNegative,
    };
}
