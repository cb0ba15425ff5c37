using System.Text.RegularExpressions;

namespace Sealift.AotCheck;

/// <summary>docs/rfcs.md names every command and reply code of the RFCs it covers, and nothing that does not exist.</summary>
public sealed partial class RfcTableTests
{
    private static readonly string[] Commands =
    [
        // RFC 959 section 5.3.1
        "USER", "PASS", "ACCT", "CWD", "CDUP", "SMNT", "QUIT", "REIN", "PORT", "PASV", "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "ALLO",
        "REST", "RNFR", "RNTO", "ABOR", "DELE", "RMD", "MKD", "PWD", "LIST", "NLST", "SITE", "SYST", "STAT", "HELP", "NOOP",

        // RFC 2228 section 3, RFC 2389, RFC 2428, RFC 2640, RFC 3659, RFC 7151
        "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "MIC", "CONF", "ENC", "FEAT", "OPTS", "EPRT", "EPSV", "LANG", "MDTM", "SIZE", "MLST", "MLSD", "HOST",
    ];

    private static readonly int[] Replies =
    [
        // RFC 959 section 4.2.2
        110, 120, 125, 150, 200, 202, 211, 212, 213, 214, 215, 220, 221, 225, 226, 227, 230, 250, 257, 331, 332, 350, 421, 425, 426, 450, 451, 452,
        500, 501, 502, 503, 504, 530, 532, 550, 551, 552, 553,

        // RFC 2228 section 5, RFC 4217 section 10, RFC 2428
        232, 234, 235, 334, 335, 336, 431, 533, 534, 535, 536, 537, 631, 632, 633, 521, 522, 229,
    ];

    private static string Page { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rfcs.md"));

    [Fact]
    public void Every_command_and_reply_code_has_a_row()
    {
        Assert.All(Commands, command => Assert.Contains($"\n| {command} |", Page, StringComparison.Ordinal));
        Assert.All(Replies, code => Assert.Contains($"\n| {code} |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_names_a_test()
    {
        var rows = Page.Split('\n').Where(static line => Row().IsMatch(line)).ToList();

        Assert.InRange(rows.Count, Commands.Length + Replies.Length, 1000);
        Assert.All(rows, static row => Assert.Matches("`[A-Za-z]+Tests\\.[A-Za-z0-9_]+` \\|$", row));
    }

    [Fact]
    public void Every_test_and_every_type_exists_by_its_name()
    {
        var tests = Sources("tests").Select(File.ReadAllText).ToList();
        foreach (Match one in TestName().Matches(Page))
        {
            var (type, method) = (one.Groups["type"].Value, one.Groups["method"].Value);
            Assert.True(tests.Exists(text => text.Contains($"class {type}", StringComparison.Ordinal) && text.Contains($" {method}(", StringComparison.Ordinal)), one.Value);
        }

        var types = Sources("src").Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        foreach (Match one in TypeName().Matches(Page))
            Assert.True(types.Contains(one.Groups["type"].Value) || one.Groups["type"].Value.EndsWith("Tests", StringComparison.Ordinal), one.Value);
    }

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex("^\\| [A-Z0-9 ]+ \\|", RegexOptions.None, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<type>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<type>[A-Z][a-z][A-Za-z]+)(\\.[A-Za-z]+)?`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeName();
}
