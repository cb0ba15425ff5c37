using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>AUTH, PBSZ, PROT and CCC: RFC 2228 as RFC 4217 uses it for TLS.</summary>
internal static class SecurityCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("AUTH", CommandAccess.Anyone, ArgumentRule.Required, AuthAsync),
        new("PBSZ", CommandAccess.Anyone, ArgumentRule.Required, Pbsz),
        new("PROT", CommandAccess.Anyone, ArgumentRule.Required, Prot),
        new("CCC", CommandAccess.Anyone, ArgumentRule.None, CccAsync) { IsOfferedBy = policy => policy.AllowClearCommands },
        CommandRule.Refused("ADAT", 503, "TLS needs no ADAT.", CommandAccess.Anyone),
        CommandRule.Refused("MIC", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
        CommandRule.Refused("CONF", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
        CommandRule.Refused("ENC", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
    ];

    private static async ValueTask AuthAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        // RFC 4217 section 5: after CCC a client that wants more protection connects again.
        if (session.Control.Tls is not null || session.State.IsCleared) throw new CommandRefusedException(503, "TLS is on already, or was.");

        // RFC 4217 section 2 names TLS. The others are from its drafts: TLS-C leaves data clear until PROT, as TLS does; TLS-P and its
        // older name SSL begin with private data. RFC 2228 section 3: 504 for an unknown mechanism.
        var mechanism = argument.ToUpperInvariant();
        if (mechanism is not ("TLS" or "TLS-C" or "TLS-P" or "SSL"))
        {
            session.Reply(504, "The mechanism offered is TLS.");
            return;
        }

        await session.SecureAsync().ConfigureAwait(false);
        if (session.Control.Tls is not null) session.State.IsDataPrivate = mechanism is "TLS-P" or "SSL";
    }

    // RFC 4217 section 5, RFC 2228 section 3: after the login only, so that it stays protected; 533 and 534 refuse.
    private static ValueTask CccAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (session.Control.Tls is null) throw new CommandRefusedException(533, "The control connection is clear already.");
        if (!session.Server.Options.Policy.AllowClearCommands) throw new CommandRefusedException(534, "The control connection stays protected here.");
        if (session.State.Stage != SessionStage.LoggedIn) throw new CommandRefusedException(503, "Log in first: that stays protected.");
        session.State.IsCleared = true;
        ServerLog.CommandsCleared(session.Server.Logger, session.Id);
        return session.ClearAsync(200, "Commands go on in clear text.");
    }

    // RFC 4217 section 8: for TLS the size is 0, and another one is answered with it.
    private static void Pbsz(FtpSession session, string argument)
    {
        if (session.Control.Tls is null)
        {
            session.Reply(503, "AUTH TLS comes first.");
            return;
        }

        if (!uint.TryParse(argument, out var size))
        {
            session.Reply(501, "PBSZ needs a number.");
            return;
        }

        session.State.HasBufferSize = true;
        session.Reply(200, size == 0 ? "PBSZ is 0." : "PBSZ=0");
    }

    // RFC 4217 section 9. A server that does not accept a level says 534 (RFC 2228 section 3).
    private static void Prot(FtpSession session, string argument)
    {
        // RFC 4217 section 5: after CCC the protection of data stays what it was.
        if (session.State.IsCleared) throw new CommandRefusedException(503, "PROT comes before CCC.");
        if (!session.State.HasBufferSize)
        {
            session.Reply(503, session.Control.Tls is null ? "AUTH TLS and PBSZ come first." : "PBSZ comes first.");
            return;
        }

        switch (argument.ToUpperInvariant())
        {
            case "P":
                session.State.IsDataPrivate = true;
                session.Reply(200, "Data connections are private.");
                break;
            case "C" when session.Server.Options is { RequireTls: true, Policy.AllowClearData: false }:
                session.Reply(534, "Data connections are private here.");
                break;
            case "C":
                session.State.IsDataPrivate = false;
                session.Reply(200, "Data connections are clear.");
                break;
            case "S" or "E":
                session.Reply(536, "TLS knows PROT C and P only.");
                break;
            default:
                session.Reply(504, "There is no such protection level.");
                break;
        }
    }
}
