using System.Text;
using Sealift.TestKit;

namespace Sealift.Interop.Tests.Features;

/// <summary>The table in docs/servers.md between its two marks, and how it is read and written.</summary>
internal static class ServerTable
{
    public const string First = "<!-- features: made by eng/servers-table.sh from the test results -->";
    public const string Last = "<!-- features end -->";

    private static readonly (string Server, string Title)[] Columns =
        [(PeerNames.Vsftpd, "vsftpd"), (PeerNames.Proftpd, "ProFTPD"), (PeerNames.Pureftpd, "Pure-FTPd"), (PeerNames.Pyftpdlib, "pyftpdlib")];

    public static IEnumerable<string> Servers => Columns.Select(static column => column.Server);

    private static string Page => Path.Combine(Repository.Root, "docs", "servers.md");

    /// <summary>What the page says of a feature on a server; null where it says nothing.</summary>
    public static FeatureOutcome? Find(string server, string feature)
    {
        var row = File.ReadLines(Page)
            .SkipWhile(static line => line != First)
            .TakeWhile(static line => line != Last)
            .FirstOrDefault(line => line.StartsWith($"| {feature} |", StringComparison.Ordinal));
        var cell = row?.Split('|')[Array.FindIndex(Columns, column => column.Server == server) + 2].Trim();
        return cell is null ? null : Enum.GetValues<FeatureOutcome>().First(outcome => Word(outcome) == cell);
    }

    /// <summary>Writes the table anew from what was found, one line "server TAB feature TAB outcome" each.</summary>
    public static void Write(IEnumerable<string> results, IReadOnlyList<Peer> peers)
    {
        var found = results.Select(static line => line.Split('\t')).ToDictionary(static parts => (parts[0], parts[1]), static parts => Enum.Parse<FeatureOutcome>(parts[2]));
        var table = new StringBuilder(First).Append('\n');
        foreach (var area in FeatureList.All.GroupBy(static feature => feature.Area))
        {
            var titles = Columns.Select(column => $"{column.Title} {peers.First(peer => peer.Name == column.Server).Version}");
            table.Append($"\n| {area.Key} | {string.Join(" | ", titles)} |\n|---|---|---|---|---|\n");
            foreach (var feature in area)
                table.Append($"| {feature.Name} | {string.Join(" | ", Columns.Select(column => Word(found[(column.Server, feature.Name)])))} |\n");
        }

        var page = File.ReadAllText(Page);
        var (from, to) = (page.IndexOf(First, StringComparison.Ordinal), page.IndexOf(Last, StringComparison.Ordinal));
        File.WriteAllText(Page, page[..from] + table + "\n" + page[to..]);
    }

    private static string Word(FeatureOutcome outcome) => outcome switch
    {
        FeatureOutcome.Works => "works",
        FeatureOutcome.Refused => "refused",
        _ => "not offered",
    };
}
