using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>The server did not accept the login. It was tried once; it is never retried, lest the account be locked.</summary>
public sealed class FtpAuthenticationException : FtpException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="user">The user name.</param>
    /// <param name="reply">The server's reply.</param>
    public FtpAuthenticationException(string user, FtpReply reply)
        : base($"The server refused the login of \"{TerminalText.Escape(user)}\": {ReplyWords.Of(reply)}")
    {
        ArgumentNullException.ThrowIfNull(reply);
        User = user;
        Reply = reply;
    }

    /// <summary>The user name.</summary>
    public string User { get; }

    /// <summary>The reply: 530 as a rule; 332 asks for an account and 336 for an answer, which nobody gave.</summary>
    public FtpReply Reply { get; }

    /// <inheritdoc/>
    public override string Code => Reply.Code switch
    {
        332 => "SL-AUTH-02",
        336 => "SL-AUTH-03",
        421 or (>= 430 and < 500) => "SL-AUTH-04",
        _ => "SL-AUTH-01",
    };

    /// <inheritdoc/>
    public override string Hint => Reply.Code switch
    {
        332 => "The server asks for an account (ACCT) besides the password; it goes with the credential, or is asked for on a terminal.",
        336 => "The server asks a question that somebody must answer, such as for a one-time password; connect from a terminal.",
        421 or (>= 430 and < 500) => "The server cannot take the login now: too many sessions, or a temporary fault.",
        _ => "Check the user name and the password. It was tried once and is not tried again.",
    };

    /// <inheritdoc/>
    public override bool IsTransient => Reply.IsTransientNegative;
}
