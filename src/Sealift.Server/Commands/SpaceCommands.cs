using System.Globalization;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>Room for files: ALLO (RFC 959 section 4.1.3) and AVBL (draft-peterson-streamlined-ftp-command-extensions-10 section 4).</summary>
internal static class SpaceCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("ALLO", CommandAccess.LoggedIn, ArgumentRule.Required, AlloAsync) { Needs = FtpRights.Write },
        new("AVBL", CommandAccess.LoggedIn, ArgumentRule.Optional, AvblAsync),
    ];

    // "ALLO 1000", or "ALLO 1000 R 80" with the size of records, which mean nothing here.
    private static async ValueTask AlloAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isRead = words is [_] or [_, "R" or "r", _] && words.Where((_, i) => i != 1).All(word => TryRead(word, out _));
        if (!isRead || !TryRead(words[0], out var bytes)) throw new CommandRefusedException(501, "ALLO needs a number of bytes.");
        var free = await FindAsync(session, session.State.Directory, cancellationToken).ConfigureAwait(false);
        if (bytes > free) throw new CommandRefusedException(452, "There is no room for that.");
        if (free is null) session.Reply(202, "Room is found as it is needed.");
        else session.Reply(200, "There is room for that.");
    }

    private static async ValueTask AvblAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = argument.Length == 0 ? session.State.Directory : session.Resolve(argument);
        var entry = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false);
        if (entry?.Kind != FtpEntryKind.Directory) throw new CommandRefusedException(550, "There is no such directory.");
        var free = await FindAsync(session, path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "The room is not known.");
        session.Reply(213, $"{free}");
    }

    private static ValueTask<long?> FindAsync(FtpSession session, FtpPath directory, CancellationToken cancellationToken) =>
        session.Store is IFreeSpaceStore store ? store.FindFreeSpaceAsync(directory, cancellationToken) : ValueTask.FromResult<long?>(null);

    private static bool TryRead(string word, out long number) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
