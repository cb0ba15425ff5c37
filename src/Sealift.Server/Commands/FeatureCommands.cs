using System.Globalization;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>What a client asks for before it works: FEAT, OPTS, SYST, LANG and CLNT.</summary>
internal static class FeatureCommands
{
    private static readonly string[] AllFacts = ["type", "size", "modify", "create", "perm", "unique", "UNIX.mode", "UNIX.owner", "UNIX.group"];

    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("FEAT", CommandAccess.Anyone, ArgumentRule.None, Feat),
        new("OPTS", CommandAccess.Anyone, ArgumentRule.Required, Opts),
        new("SYST", CommandAccess.Anyone, ArgumentRule.None, (session, _) => session.Reply(215, "UNIX Type: L8")),
        new("LANG", CommandAccess.Anyone, ArgumentRule.Optional, Lang),
        new("CLNT", CommandAccess.Anyone, ArgumentRule.Required, (session, _) => session.Reply(200, "Welcome.")),
    ];

    // RFC 2389 section 3.2: one feature a line, after one space. Only what works is listed.
    private static void Feat(FtpSession session, string argument) => session.Reply(211, ["Features:", .. Features(session).Select(line => " " + line), "End"]);

    private static IEnumerable<string> Features(FtpSession session)
    {
        var policy = session.Server.Options.Policy;
        var store = session.State.User?.Store;
        yield return "AUTH TLS";
        yield return "AVBL";
        if (policy.AllowClearCommands) yield return "CCC";
        yield return "CLNT";
        yield return "COMB target;source_list";
        if (policy.SitePeers.Count > 0) yield return "CPSV";
        if (policy.AllowActive) yield return "EPRT";
        yield return "EPSV";

        // draft-bryan-ftpext-hash-02 section 4: the asterisk marks the algorithm in force.
        yield return "HASH " + string.Join(';', ChecksumCommands.Algorithms.Select(algorithm =>
            FtpChecksum.NameOf(algorithm) + (algorithm == session.State.HashAlgorithm ? "*" : "")));
        yield return "HOST";
        yield return "LANG EN*";
        yield return "MDTM";
        if (store is ICreationTimeStore { HasCreationTimes: true }) yield return "MFCT";
        yield return "MFF " + string.Concat(ModifyCommands.FactsOf(store).Select(fact => fact + ";"));
        yield return "MFMT";
        yield return "MLST " + string.Concat(AllFacts.Select(fact => session.State.Facts?.Contains(fact) == false ? fact + ";" : fact + "*;"));
        if (policy.AllowCompression) yield return "MODE Z";
        yield return "PBSZ";
        yield return "PROT";
        yield return "RANG STREAM";
        yield return "REST STREAM";
        yield return "SITE CHMOD;HELP;UTIME";
        yield return "SIZE";
        if (policy.SitePeers.Count > 0) yield return "SSCN";
        yield return "TVFS";
        yield return "UTF8";
        foreach (var verb in ChecksumCommands.ExtendedVerbs) yield return $"{verb} filename;start;end";
    }

    private static void Opts(FtpSession session, string argument)
    {
        var space = argument.IndexOf(' ');
        var name = (space < 0 ? argument : argument[..space]).ToUpperInvariant();
        var value = space < 0 ? "" : argument[(space + 1)..].Trim();
        switch (name)
        {
            // RFC 2640 knows no such option, but clients send it; names are always UTF-8 here.
            case "UTF8" or "UTF-8" when value.ToUpperInvariant() is "ON" or "":
                session.Reply(200, "Names are UTF-8.");
                break;
            case "UTF8" or "UTF-8":
                session.Reply(504, "Names are always UTF-8.");
                break;
            // RFC 3659 section 7.9: unknown facts are passed over, and the reply names those that will be shown.
            case "MLST":
                var wanted = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var facts = AllFacts.Where(fact => wanted.Contains(fact, StringComparer.OrdinalIgnoreCase)).ToHashSet();
                session.State.Facts = facts;
                session.Reply(200, "MLST OPTS " + string.Concat(AllFacts.Where(facts.Contains).Select(fact => fact + ";")));
                break;
            case "HASH":
                ChecksumCommands.Select(session, value);
                break;
            case "MODE" when session.Server.Options.Policy.AllowCompression:
                SetLevel(session, value);
                break;
            default:
                session.Reply(501, "There is no such option.");
                break;
        }
    }

    // draft-preston-ftpext-deflate-04 section 3: "OPTS MODE Z LEVEL 6".
    private static void SetLevel(FtpSession session, string value)
    {
        var words = value.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["Z", "LEVEL", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level > 9)
            throw new CommandRefusedException(501, "MODE Z has one option: LEVEL, from 0 to 9.");
        session.State.CompressionLevel = level;
        session.Reply(200, $"The level of MODE Z is {level}.");
    }

    // RFC 2640 section 4.1: without an argument the default; one language is enough.
    private static void Lang(FtpSession session, string argument)
    {
        var isEnglish = argument.Length == 0 || argument.Equals("EN", StringComparison.OrdinalIgnoreCase)
            || argument.StartsWith("EN-", StringComparison.OrdinalIgnoreCase);
        if (isEnglish) session.Reply(200, "Replies are in English.");
        else session.Reply(504, "Replies are in English only.");
    }
}
