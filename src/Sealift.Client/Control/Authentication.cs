using Sealift.Client.Proxies;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>
/// The conversation that ends logged in: USER, and what the server asks for after it (RFC 959 section 5.4, the diagram of the login;
/// RFC 2228 section 3 for 336). Each thing is said once.
/// </summary>
internal sealed class Authentication(ControlChannel channel, FtpCredential credential)
{
    private bool _isPasswordSent;
    private bool _isAccountSent;

    /// <summary>Answers the server's questions to the end.</summary>
    /// <returns>The welcome.</returns>
    public async ValueTask<FtpReply> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await channel.ExecuteAsync(new FtpCommand("USER", FtpProxyLogin.UserName(channel.Connection.Options)), cancellationToken).ConfigureAwait(false);
        while (!reply.IsCompleted)
        {
            var answer = await FindAnswerAsync(reply, cancellationToken).ConfigureAwait(false)
                ?? throw new FtpAuthenticationException(credential.User, reply);
            reply = await channel.ExecuteAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        return reply;
    }

    /// <summary>Whether the reply is a question for a person, which nobody could have answered in advance.</summary>
    public static bool IsQuestion(FtpReply reply) => reply.Code is 332 or 336;

    private async ValueTask<FtpCommand?> FindAnswerAsync(FtpReply reply, CancellationToken cancellationToken)
    {
        switch (reply.Code)
        {
            case 331 when !_isPasswordSent:
                _isPasswordSent = true;
                return new FtpCommand("PASS", credential.Password);
            case 332 when !_isAccountSent:
                _isAccountSent = true;
                var account = credential.Account ?? await AskAsync(FtpChallengeKind.Account, reply, cancellationToken).ConfigureAwait(false);
                return account is null ? null : new FtpCommand("ACCT", account);
            case 336 when !_isPasswordSent:
                _isPasswordSent = true;
                var response = await AskAsync(FtpChallengeKind.Response, reply, cancellationToken).ConfigureAwait(false);
                return response is null ? null : new FtpCommand("PASS", response);
            default:
                return null;
        }
    }

    private ValueTask<string?> AskAsync(FtpChallengeKind kind, FtpReply reply, CancellationToken cancellationToken) =>
        channel.Connection.Options.Challenge is { } ask
            ? ask(new FtpChallenge(kind, credential.User, reply), cancellationToken)
            : ValueTask.FromResult<string?>(null);
}
