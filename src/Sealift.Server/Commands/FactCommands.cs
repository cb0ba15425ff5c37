using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>Facts about one path: SIZE, MDTM and MLST.</summary>
internal static class FactCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("SIZE", CommandAccess.LoggedIn, ArgumentRule.Required, SizeAsync),
        new("MDTM", CommandAccess.LoggedIn, ArgumentRule.Required, MdtmAsync),
        new("MLST", CommandAccess.LoggedIn, ArgumentRule.Optional, MlstAsync),
    ];

    // RFC 3659 section 4: the number of bytes a transfer would take, which depends on TYPE; in ASCII it is not known beforehand.
    private static async ValueTask SizeAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var entry = await FindAsync(session, session.Resolve(argument), cancellationToken).ConfigureAwait(false);
        if (session.State.IsAscii) throw new CommandRefusedException(550, "Use TYPE I before SIZE.");
        if (entry.Kind == FtpEntryKind.Directory || entry.Size is not { } size) throw new CommandRefusedException(550, "That is not a file.");
        session.Reply(213, $"{size}");
    }

    // RFC 3659 section 3: in UTC.
    private static async ValueTask MdtmAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var entry = await FindAsync(session, session.Resolve(argument), cancellationToken).ConfigureAwait(false);
        if (entry.Modified is not { IsUtc: true } modified) throw new CommandRefusedException(550, "The time is not known.");
        session.Reply(213, modified.Format());
    }

    // RFC 3659 section 7.2: one line between the first and the last, after one space, with the path as its name.
    private static async ValueTask MlstAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        const string Stand = "-";

        var path = argument.Length == 0 ? session.State.Directory : session.Resolve(argument);
        var entry = await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        var facts = MlsxFormat.Format(PermFact.With(entry, session.State.User!.Rights) with { Name = Stand }, session.State.Facts)[..^Stand.Length];
        session.Reply(250, "Listing:", $" {facts}{path}", "End");
    }

    // Who may neither read nor list learns nothing of what others left; of their own uploads, whether they are whole.
    private static async ValueTask<FtpEntry> FindAsync(FtpSession session, FtpPath path, CancellationToken cancellationToken)
    {
        if ((session.State.User!.Rights & FtpRights.ReadOnly) == FtpRights.None && !path.IsTop && !session.State.Login!.Store.IsOwn(path))
            throw new CommandRefusedException(550, "You have no right to do that here: it needs read or list.");
        return await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file or directory.");
    }
}
