using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Server.Sessions;
using Sealift.Tls;

namespace Sealift.Server.Commands;

/// <summary>What tells about the server or does nothing: STAT, HELP and NOOP (RFC 959 section 4.1.3).</summary>
internal static class StatusCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("STAT", CommandAccess.LoggedIn, ArgumentRule.Optional, StatAsync),
        new("HELP", CommandAccess.Anyone, ArgumentRule.Optional, Help),
        new("NOOP", CommandAccess.Anyone, ArgumentRule.Optional, (session, _) => session.Reply(200, "Nothing done.")),
        .. Unknown.Select(verb => CommandRule.Refused(verb, 502, "That is not offered.")),
    ];

    // What well-behaved clients try; it must not count as talk that is no FTP.
    private static IEnumerable<string> Unknown => ["MMD5", "DSIZ", "LPSV", "LPRT", "PRET", "SPSV", "THMB", "XAUT", "MAIL", "MLFL", "MSOM", "MSAM", "ESTA", "ESTP"];

    /// <summary>The lines of STAT without a path: who, how, and how protected both channels are.</summary>
    public static IReadOnlyList<string> Describe(FtpSession session, bool isBusy = false)
    {
        var state = session.State;
        var control = session.Control.Tls?.Info;
        return
        [
            "Sealift FTPS server",
            $" Logged in as {TerminalText.Escape(state.UserName)} from {session.Peer.Address}{(state.Host is { } host ? $", host {host.Name}" : "")}",
            $" Control connection: {(control is null ? "clear text" : $"private, {Words(control)}")}",
            $" Data connections: {(state.IsDataPrivate ? "private" : "clear text")}{(session.LastDataTls is { } data ? $"; the last one {Words(data)}" : "")}",
            $" Type {(state.IsAscii ? "A (text)" : "I (image)")}, mode {(state.IsCompressed ? $"Z (compressed, level {state.CompressionLevel})" : "S (stream)")}, structure F (files)",
            $" {(isBusy ? "A transfer is running." : "No transfer is running.")}",
            "End",
        ];
    }

    private static string Words(TlsInfo tls) =>
        $"{(tls.Version == TlsVersion.Tls13 ? "TLS 1.3" : "TLS 1.2")}, {tls.CipherSuite}{(tls.Resumed ? ", resumed session" : "")}";

    private static async ValueTask StatAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length == 0)
        {
            session.Reply(211, Describe(session));
            return;
        }

        // RFC 959 section 4.1.3: with a path, the listing of LIST over the control connection; 212 for a directory, 213 for a file.
        if (!session.State.Login!.May(FtpRights.List)) throw new CommandRefusedException(550, "You have no right to do that here: it needs list.");
        var path = session.Resolve(ListingCommands.WithoutOptions(argument) is { Length: > 0 } text ? text : ".");
        var entry = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file or directory.");
        var max = session.Server.Limits.MaxStatLines;
        var now = session.Server.Time.GetUtcNow().UtcDateTime;
        var lines = new List<string>();
        await foreach (var item in SortedListing.ReadAsync(session.Store, path, entry, max + 1, cancellationToken).ConfigureAwait(false))
        {
            if (lines.Count == max) throw new CommandRefusedException(550, "That is too much for a reply: use MLSD or LIST.");
            if (item.IsSafeName) lines.Add(" " + UnixListFormat.Format(item, now));
        }

        session.Reply(entry.Kind == FtpEntryKind.Directory ? 212 : 213, ["Status:", .. lines, "End"]);
    }

    private static void Help(FtpSession session, string argument)
    {
        var words = argument.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case []:
                session.Reply(214, ["Commands:", .. CommandTable.Offered(session.Server.Options.Policy).Chunk(10).Select(line => " " + string.Join(' ', line)), "End; HELP and a command tells about it."]);
                break;
            case ["SITE", ..]:
                SiteCommands.Help(session);
                break;
            case [var verb] when HelpTexts.Find(verb) is { } text:
                session.Reply(214, $"Syntax: {text}");
                break;
            default:
                session.Reply(504, "There is no such command.");
                break;
        }
    }
}
