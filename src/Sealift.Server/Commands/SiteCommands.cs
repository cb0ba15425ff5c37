using Sealift.Core;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>SITE (RFC 959 section 4.1.3): a small set, after the login only, each path checked like any other.</summary>
internal static class SiteCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("SITE", CommandAccess.LoggedIn, ArgumentRule.Required, SiteAsync),
    ];

    /// <summary>Tells which there are.</summary>
    public static void Help(FtpSession session) => session.Reply(
        214,
        "SITE commands:",
        " CHMOD <mode> <path> - sets permissions, in octal, 0 to 777",
        " UTIME <YYYYMMDDHHMM[SS]> <path> - sets the time of the last change, in UTC",
        " UTIME <path> <accessed> <changed> <created> UTC - the same, as other servers have it",
        " HELP - this",
        "End");

    private static ValueTask SiteAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var space = argument.IndexOf(' ');
        var name = (space < 0 ? argument : argument[..space]).ToUpperInvariant();
        var rest = space < 0 ? "" : argument[(space + 1)..];
        switch (name)
        {
            case "HELP":
                Help(session);
                return ValueTask.CompletedTask;
            case "CHMOD":
                return ChmodAsync(session, rest, cancellationToken);
            case "UTIME":
                return UtimeAsync(session, rest, cancellationToken);
            // A link made by a client could lead anywhere once the directory is moved; copies would read what the client may not.
            case "SYMLINK":
                throw new CommandRefusedException(550, "Links are not made here.");
            default:
                throw new CommandRefusedException(504, "There is no such SITE command: see SITE HELP.");
        }
    }

    private static async ValueTask ChmodAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var space = argument.IndexOf(' ');
        if (space < 0 || !ModifyCommands.TryReadMode(argument[..space], out var mode) || space == argument.Length - 1)
            throw new CommandRefusedException(501, "SITE CHMOD needs a mode in octal, 0 to 777, and a path.");
        await ModifyCommands.SetModeAsync(session, session.Resolve(argument[(space + 1)..]), mode, cancellationToken).ConfigureAwait(false);
        session.Reply(200, "The permissions were set.");
    }

    // No document describes it. "20200131123000 path" (Pure-FTPd, also without seconds), "path time time time UTC" (ProFTPD).
    private static async ValueTask UtimeAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ');
        string path;
        FtpTimestamp time;
        if (words is [.. var name, var accessed, var changed, var created, "UTC" or "utc"] && name.Length > 0
            && TryReadTime(accessed, out _) && TryReadTime(changed, out time) && TryReadTime(created, out _))
            path = string.Join(' ', name);
        else if (words.Length > 1 && TryReadTime(words[0], out time))
            path = argument[(words[0].Length + 1)..];
        else
            throw new CommandRefusedException(501, "SITE UTIME needs a time (YYYYMMDDHHMMSS) and a path.");
        await ModifyCommands.SetModifiedAsync(session, session.Resolve(path), time, cancellationToken).ConfigureAwait(false);
        session.Reply(200, "The time was set.");
    }

    private static bool TryReadTime(string text, out FtpTimestamp time) =>
        FtpTimestamp.TryParse(text.Length == 12 ? text + "00" : text, out time);
}
