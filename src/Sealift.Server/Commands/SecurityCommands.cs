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
        CommandRule.Refused("CCC", 534, "The control connection stays protected here.", CommandAccess.Anyone),
        CommandRule.Refused("ADAT", 503, "TLS needs no ADAT.", CommandAccess.Anyone),
        CommandRule.Refused("MIC", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
        CommandRule.Refused("CONF", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
        CommandRule.Refused("ENC", 502, "Commands are protected by TLS here.", CommandAccess.Anyone),
    ];

    private static async ValueTask AuthAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (session.Control.Tls is not null)
        {
            session.Reply(503, "TLS is on already.");
            return;
        }

        // RFC 4217 section 2 names TLS; TLS-C and SSL are older words for it. RFC 2228 section 3: 504 for an unknown mechanism.
        if (argument.ToUpperInvariant() is not ("TLS" or "TLS-C" or "SSL"))
        {
            session.Reply(504, "The mechanism offered is TLS.");
            return;
        }

        await session.SecureAsync().ConfigureAwait(false);
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

    // RFC 4217 section 9. C is accepted and the data commands are refused then (521): PROT may change at any time.
    private static void Prot(FtpSession session, string argument)
    {
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
