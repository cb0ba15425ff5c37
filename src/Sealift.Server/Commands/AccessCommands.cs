using Sealift.Core;
using Sealift.Server.Access;
using Sealift.Server.Sessions;
using Sealift.Server.Users;

namespace Sealift.Server.Commands;

/// <summary>USER, PASS, ACCT, REIN, QUIT and SMNT (RFC 959 section 4.1.1), and HOST before them (RFC 7151).</summary>
internal static class AccessCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("HOST", CommandAccess.Anyone, ArgumentRule.Required, Host),
        new("USER", CommandAccess.Secured, ArgumentRule.Required, UserAsync),
        new("PASS", CommandAccess.Secured, ArgumentRule.Optional, PassAsync),
        new("QUIT", CommandAccess.Anyone, ArgumentRule.None, Quit),
        new("REIN", CommandAccess.Secured, ArgumentRule.None, ReinAsync) { IsOfferedBy = policy => policy.AllowClearCommands },
        new("ACCT", CommandAccess.Secured, ArgumentRule.Required, (session, _) => session.Reply(202, "No account is needed.")),
        CommandRule.Refused("SMNT", 502, "There is nothing to mount."),
    ];

    // RFC 7151 section 3: before USER. Where TLS was set up for a name, it must be the same one (section 3.3).
    private static void Host(FtpSession session, string argument)
    {
        if (session.State.Stage != SessionStage.AwaitingUser || session.State.UserName.Length > 0)
            throw new CommandRefusedException(503, "HOST comes before USER.");
        var name = HostName.TryRead(argument) ?? throw new CommandRefusedException(501, "HOST needs a name, or an address, without a port.");
        if (session.Control.Tls?.Info.ServerName is { } tlsName && !HostName.AreEqual(tlsName, name))
            throw new CommandRefusedException(504, "TLS was set up for another host: connect again with that name.");
        var server = session.Server;
        if (server.FindHost(name) is { } host)
            session.State.Host = host;
        else if (server.Options.Hosts.Count > 0 && name != session.Local.Address.ToString())
            throw new CommandRefusedException(504, "There is no such host here.");
        else
            session.State.Host = null;
        session.Reply(220, FtpSession.Greeting);
    }

    // The same answer for every name: who exists is nobody's business. But to whoever has the key of a user that is one.
    private static async ValueTask UserAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var state = session.State;
        if (state.Stage == SessionStage.LoggedIn) throw new CommandRefusedException(503, "You are logged in; connect again for another user.");
        state.UserName = argument;
        state.Stage = SessionStage.AwaitingPassword;
        if (LoginCheck.Pin(session) is { } pin)
        {
            var user = await session.Server.FindUserAsync(state.Host, argument, cancellationToken).ConfigureAwait(false);
            if (user?.CertificateUse == FtpCertificateUse.InsteadOfPassword && user.CertificatePins.Contains(pin)
                && ClientAddress.IsIn(user.AllowedNetworks, session.Peer.Address))
            {
                // RFC 4217 section 14.2: the certificate of the control connection is the login.
                LogIn(session, user, 232, "Logged in by certificate.");
                return;
            }
        }

        session.Reply(331, "Now the password.");
    }

    private static void LogIn(FtpSession session, FtpUser user, int code, string text)
    {
        var name = TerminalText.Escape(session.State.UserName);
        var server = session.Server;
        if (UserLogin.TryCreate(server.Shares, server.StoreUses, session.State.Host?.Name, user) is not { } login)
        {
            // Not 530, which clients take for a wrong password.
            ServerLog.TooManyOfUser(server.Logger, session.Id, name, user.MaxSessions);
            session.Reply(421, "This user has all the sessions that are allowed; try again later.");
            session.Close("too many sessions of the user");
            return;
        }

        session.State.Login = login;
        session.State.Stage = SessionStage.LoggedIn;
        ServerLog.LoggedIn(server.Logger, session.Id, name);
        session.Reply(code, text);
    }

    // RFC 959 section 4.1.1, RFC 4217 section 13: everything begins anew, and TLS ends after the reply. Over TLS that must not end, connecting
    // again does the same.
    private static ValueTask ReinAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (session.Control.Tls is not null && !session.Server.Options.Policy.AllowClearCommands)
            throw new CommandRefusedException(502, "Connect again instead.");
        session.BeginAgain();
        if (session.Control.Tls is not null) return session.ClearAsync(220, FtpSession.Greeting);
        session.Reply(220, FtpSession.Greeting);
        return ValueTask.CompletedTask;
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
        var (user, failures) = await LoginCheck.FindAsync(session, argument, cancellationToken).ConfigureAwait(false);
        if (user is null) await RefuseAsync(session, failures, cancellationToken).ConfigureAwait(false);
        else LogIn(session, user, 230, "Logged in.");
    }

    private static async ValueTask RefuseAsync(FtpSession session, int failures, CancellationToken cancellationToken)
    {
        var server = session.Server;
        var inSession = ++session.State.FailedLogins;
        ServerLog.LoginFailed(server.Logger, session.Id, TerminalText.Escape(session.State.UserName), session.Peer, inSession);
        await Task.Delay(server.Logins.DelayAfter(failures), server.Time, cancellationToken).ConfigureAwait(false);
        session.Reply(530, "The name or the password is wrong.");
        if (inSession >= server.Limits.MaxFailedLogins) session.Close("too many failed logins");
    }

    private static void Quit(FtpSession session, string argument)
    {
        session.Reply(221, "Goodbye.");
        session.Close("QUIT");
    }
}
