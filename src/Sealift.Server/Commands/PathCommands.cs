using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>Commands that move through the tree and change it (RFC 959 section 4.1.3).</summary>
internal static class PathCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("PWD", CommandAccess.LoggedIn, ArgumentRule.None, Pwd),
        new("XPWD", CommandAccess.LoggedIn, ArgumentRule.None, Pwd) { IsOffered = false },
        new("CWD", CommandAccess.LoggedIn, ArgumentRule.Required, CwdAsync),
        new("XCWD", CommandAccess.LoggedIn, ArgumentRule.Required, CwdAsync) { IsOffered = false },
        new("CDUP", CommandAccess.LoggedIn, ArgumentRule.None, CdupAsync),
        new("XCUP", CommandAccess.LoggedIn, ArgumentRule.None, CdupAsync) { IsOffered = false },
        new("MKD", CommandAccess.LoggedIn, ArgumentRule.Required, MkdAsync) { Needs = FtpRights.Write },
        new("XMKD", CommandAccess.LoggedIn, ArgumentRule.Required, MkdAsync) { Needs = FtpRights.Write, IsOffered = false },
        new("RMD", CommandAccess.LoggedIn, ArgumentRule.Required, RmdAsync) { Needs = FtpRights.Delete },
        new("XRMD", CommandAccess.LoggedIn, ArgumentRule.Required, RmdAsync) { Needs = FtpRights.Delete, IsOffered = false },
        new("DELE", CommandAccess.LoggedIn, ArgumentRule.Required, DeleAsync) { Needs = FtpRights.Delete },
        new("RNFR", CommandAccess.LoggedIn, ArgumentRule.Required, RnfrAsync) { Needs = FtpRights.Write },
        new("RNTO", CommandAccess.LoggedIn, ArgumentRule.Required, RntoAsync) { Needs = FtpRights.Write },
    ];

    // RFC 959 appendix II.
    private static void Pwd(FtpSession session, string argument) =>
        session.Reply(257, $"{PwdFormat.Format(session.State.Directory)} is the current directory.");

    private static ValueTask CwdAsync(FtpSession session, string argument, CancellationToken cancellationToken) =>
        EnterAsync(session, session.Resolve(argument), cancellationToken);

    private static ValueTask CdupAsync(FtpSession session, string argument, CancellationToken cancellationToken) =>
        EnterAsync(session, session.State.Directory.Parent ?? FtpPath.Root, cancellationToken);

    private static async ValueTask EnterAsync(FtpSession session, FtpPath directory, CancellationToken cancellationToken)
    {
        var entry = await session.Store.FindAsync(directory, cancellationToken).ConfigureAwait(false);
        if (entry?.Kind != FtpEntryKind.Directory) throw new CommandRefusedException(550, "There is no such directory.");
        session.State.Directory = directory;
        session.Reply(250, "The directory was changed.");
    }

    private static async ValueTask MkdAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = session.Resolve(argument);
        if (await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null)
            throw new CommandRefusedException(550, "There is something of that name already.");
        await session.Store.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
        session.Reply(257, $"{PwdFormat.Format(path)} was made.");
    }

    private static async ValueTask RmdAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = session.Resolve(argument);
        var entry = await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        if (entry.Kind != FtpEntryKind.Directory) throw new CommandRefusedException(550, "That is not a directory.");
        await session.Store.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        session.Reply(250, "The directory was removed.");
    }

    private static async ValueTask DeleAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = session.Resolve(argument);
        var entry = await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        if (entry.Kind == FtpEntryKind.Directory) throw new CommandRefusedException(550, "That is a directory: use RMD.");
        await session.Store.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        session.Reply(250, "The file was deleted.");
    }

    private static async ValueTask RnfrAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = session.Resolve(argument);
        await FindAsync(session, path, cancellationToken).ConfigureAwait(false);
        session.State.RenameSource = path;
        session.Reply(350, "Now RNTO.");
    }

    private static async ValueTask RntoAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var source = session.State.RenameSource ?? throw new CommandRefusedException(503, "RNFR comes first.");
        session.State.RenameSource = null;
        var target = session.Resolve(argument);
        if (target.IsTop) throw new CommandRefusedException(550, "The root stays what it is.");
        await session.Store.MoveAsync(source, target, cancellationToken).ConfigureAwait(false);
        session.Reply(250, "It was renamed.");
    }

    /// <summary>What a command is about to change: it exists, and it is not the root.</summary>
    private static async ValueTask<FtpEntry> FindAsync(FtpSession session, FtpPath path, CancellationToken cancellationToken)
    {
        if (path.IsTop) throw new CommandRefusedException(550, "The root stays what it is.");
        return await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file or directory.");
    }
}
