using Sealift.Core;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>USER, PASS, QUIT and REIN (RFC 959 section 4.1.1).</summary>
internal static class AccessCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("USER", CommandAccess.Secured, ArgumentRule.Required, User),
        new("PASS", CommandAccess.Secured, ArgumentRule.Optional, PassAsync),
        new("QUIT", CommandAccess.Anyone, ArgumentRule.None, Quit),
        CommandRule.Refused("REIN", 502, "Connect again instead."),
        CommandRule.Refused("ACCT", 502, "There are no accounts here."),
    ];

    // The same answer for every name: who exists is nobody's business.
    private static void User(FtpSession session, string argument)
    {
        if (session.State.Stage == SessionStage.LoggedIn)
        {
            session.Reply(503, "You are logged in; connect again for another user.");
            return;
        }

        session.State.UserName = argument;
        session.State.Stage = SessionStage.AwaitingPassword;
        session.Reply(331, "Now the password.");
    }

    private static async ValueTask PassAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var state = session.State;
        if (state.Stage != SessionStage.AwaitingPassword)
        {
            session.Reply(503, state.Stage == SessionStage.LoggedIn ? "You are logged in." : "USER comes first.");
            return;
        }

        state.Stage = SessionStage.AwaitingUser;
        var user = await session.Server.FindUserAsync(state.UserName, cancellationToken).ConfigureAwait(false);
        if (await session.Server.Passwords.CheckAsync(user, argument, cancellationToken).ConfigureAwait(false))
        {
            state.User = user;
            state.Stage = SessionStage.LoggedIn;
            ServerLog.LoggedIn(session.Server.Logger, session.Id, TerminalText.Escape(state.UserName));
            session.Reply(230, "Logged in.");
            return;
        }

        await RefuseAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask RefuseAsync(FtpSession session, CancellationToken cancellationToken)
    {
        var limits = session.Server.Limits;
        var count = ++session.State.FailedLogins;
        ServerLog.LoginFailed(
            session.Server.Logger, session.Id, TerminalText.Escape(session.State.UserName), session.Peer, count);

        var delay = limits.FailedLoginDelay * Math.Pow(2, Math.Min(count - 1, 10));
        await Task.Delay(delay, session.Server.Time, cancellationToken).ConfigureAwait(false);
        session.Reply(530, "The name or the password is wrong.");
        if (count >= limits.MaxFailedLogins) session.Close("too many failed logins");
    }

    private static void Quit(FtpSession session, string argument)
    {
        session.Reply(221, "Goodbye.");
        session.Close("QUIT");
    }
}
