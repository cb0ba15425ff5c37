using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>One command of the server: when it may be given, and what it does.</summary>
/// <param name="Verb">The command word, in upper case.</param>
/// <param name="Access">When it may be given.</param>
/// <param name="Argument">Whether it has an argument.</param>
/// <param name="Run">Does it, and answers. Gets the argument, empty where there is none.</param>
internal sealed record CommandRule(
    string Verb, CommandAccess Access, ArgumentRule Argument, Func<FtpSession, string, CancellationToken, ValueTask> Run)
{
    /// <summary>A command that answers at once.</summary>
    public CommandRule(string verb, CommandAccess access, ArgumentRule argument, Action<FtpSession, string> answer)
        : this(verb, access, argument, (session, text, _) =>
        {
            answer(session, text);
            return ValueTask.CompletedTask;
        })
    {
    }

    /// <summary>The rights that the user needs for it, all of them. Default: none.</summary>
    public FtpRights Needs { get; init; }

    /// <summary>Whether HELP names it: false for those that are only there to be refused, and for other words for the same.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>Which policies allow it; null where it is always there.</summary>
    public Func<FtpServerPolicy, bool>? IsOfferedBy { get; init; }

    /// <summary>A command that is known and not offered.</summary>
    public static CommandRule Refused(string verb, int code, string text, CommandAccess access = CommandAccess.LoggedIn) =>
        new(verb, access, ArgumentRule.Optional, (session, _) => session.Reply(code, text)) { IsOffered = false };
}
