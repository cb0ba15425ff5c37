using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>The lines of a server's features, sorted by what they are good for.</summary>
internal static class FeatureGroups
{
    private const string Others = "other";

    private static readonly (string Title, string[] Names)[] Groups =
    [
        ("security", ["AUTH", "PBSZ", "PROT", "CCC", "ADAT", "MIC", "CONF", "ENC"]),
        ("listings", ["MLST", "MLSD", "LIST", "NLST", "STAT", "AVBL", "DSIZ"]),
        ("data", ["EPSV", "EPRT", "PASV", "PORT", "PRET", "ESTA", "ESTP", "SPSV"]),
        ("server to server", ["SSCN", "CPSV"]),
        ("transfers", ["REST", "MODE", "APPE", "STOU", "ALLO", "COMB", "THMB", "IDLE"]),
        ("facts and times", ["SIZE", "MDTM", "MFMT", "MFCT", "MFF"]),
        ("checksums", ["HASH", "RANG", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5"]),
        ("names and language", ["UTF8", "TVFS", "LANG", "HOST", "CLNT", "CSID", "OPTS"]),
        ("own commands", ["SITE"]),
    ];

    /// <summary>The groups that have lines, in a fixed order; the lines in the server's.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<string> Lines)> Of(FtpFeatures features)
    {
        var sorted = features.Lines.ToLookup(TitleOf);
        return Groups.Select(group => group.Title).Append(Others)
            .Where(sorted.Contains)
            .Select(title => (title, (IReadOnlyList<string>)[.. sorted[title]]));
    }

    private static string TitleOf(string line)
    {
        var name = line.Split(' ', 2)[0];
        return Groups.FirstOrDefault(group => group.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Title ?? Others;
    }
}
