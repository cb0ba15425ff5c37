using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>A question that a server asks during the login.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="User">Who logs in.</param>
/// <param name="Reply">The server's reply; the question is in its text.</param>
public sealed record FtpChallenge(FtpChallengeKind Kind, string User, FtpReply Reply)
{
    /// <summary>The text of the reply in one line, fit for a terminal.</summary>
    public string Text => TerminalText.Escape(string.Join(' ', Reply.Lines).Trim());
}
