using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>What tells about the server or does nothing: FEAT, OPTS, SYST, STAT, HELP, NOOP, ALLO, and what is not there.</summary>
internal static class SystemCommands
{
    private static readonly string[] AllFacts = ["type", "size", "modify", "create", "perm", "unique", "UNIX.mode", "UNIX.owner", "UNIX.group"];

    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("FEAT", CommandAccess.Anyone, ArgumentRule.None, Feat),
        new("OPTS", CommandAccess.Anyone, ArgumentRule.Required, Opts),
        new("SYST", CommandAccess.Anyone, ArgumentRule.None, (session, _) => session.Reply(215, "UNIX Type: L8")),
        new("STAT", CommandAccess.LoggedIn, ArgumentRule.Optional, Stat),
        new("HELP", CommandAccess.Anyone, ArgumentRule.Optional, Help),
        new("NOOP", CommandAccess.Anyone, ArgumentRule.Optional, (session, _) => session.Reply(200, "Nothing done.")),
        new("ALLO", CommandAccess.LoggedIn, ArgumentRule.Optional, (session, _) => session.Reply(202, "Space is found as needed.")),
        CommandRule.Refused("SITE", 502, "There are no SITE commands here."),
        CommandRule.Refused("SMNT", 502, "There is nothing to mount."),
        CommandRule.Refused("STOU", 502, "Choose a name and use STOR."),
        .. Known.Select(verb => CommandRule.Refused(verb, 502, "That is not offered.")),
        .. Greetings.Select(verb => CommandRule.Refused(verb, 502, "That is not offered.", CommandAccess.Anyone)),
    ];

    // What well-behaved clients try; it must not count as talk that is no FTP.
    private static IEnumerable<string> Known =>
    [
        "MFCT", "MFF", "HASH", "RANG", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5", "AVBL", "DSIZ",
        "CPSV", "SSCN", "LPSV", "LPRT",
    ];

    private static IEnumerable<string> Greetings => ["HOST", "LANG", "CLNT"];

    // RFC 2389 section 3.2: one feature a line, after one space. Only what works is listed.
    private static void Feat(FtpSession session, string argument)
    {
        var shown = session.State.Facts;
        var facts = string.Concat(AllFacts.Select(fact => shown is null || shown.Contains(fact) ? fact + "*;" : fact + ";"));
        session.Reply(
            211,
            "Features:",
            " AUTH TLS",
            " COMB target;source_list",
            " PBSZ",
            " PROT",
            " EPSV",
            " MDTM",
            " MFMT",
            " MLST " + facts,
            " REST STREAM",
            " SIZE",
            " TVFS",
            " UTF8",
            "End");
    }

    private static void Opts(FtpSession session, string argument)
    {
        var space = argument.IndexOf(' ');
        var name = (space < 0 ? argument : argument[..space]).ToUpperInvariant();
        var value = space < 0 ? "" : argument[(space + 1)..].Trim();
        switch (name)
        {
            // RFC 2640 knows no such option, but clients send it; names are always UTF-8 here.
            case "UTF8" when value.ToUpperInvariant() is "ON" or "":
                session.Reply(200, "Names are UTF-8.");
                break;
            case "UTF8":
                session.Reply(504, "Names are always UTF-8.");
                break;
            // RFC 3659 section 7.9: unknown facts are passed over, and the reply names those that will be shown.
            case "MLST":
                var wanted = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var facts = AllFacts.Where(fact => wanted.Contains(fact, StringComparer.OrdinalIgnoreCase)).ToHashSet();
                session.State.Facts = facts;
                session.Reply(200, "MLST OPTS " + string.Concat(AllFacts.Where(facts.Contains).Select(fact => fact + ";")));
                break;
            default:
                session.Reply(501, "There is no such option.");
                break;
        }
    }

    // RFC 959 section 4.1.3. Listings belong to MLST, MLSD and LIST: none goes over the control connection.
    private static void Stat(FtpSession session, string argument)
    {
        if (argument.Length > 0)
        {
            session.Reply(504, "Use MLST or LIST to see files.");
            return;
        }

        session.Reply(
            211,
            "Sealift FTPS server",
            $" Control connection: {session.Control.Tls?.Info.ToString() ?? "clear text"}",
            $" Data connections: {(session.State.IsDataPrivate ? "private" : "clear")}",
            $" Type: {(session.State.IsAscii ? "ASCII" : "image")}",
            "End");
    }

    private static void Help(FtpSession session, string argument) =>
        session.Reply(214, ["Commands:", .. CommandTable.Offered.Chunk(10).Select(line => " " + string.Join(' ', line)), "End"]);
}
