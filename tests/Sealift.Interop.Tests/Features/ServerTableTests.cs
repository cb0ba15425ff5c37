using Sealift.TestKit;

namespace Sealift.Interop.Tests.Features;

/// <summary>
/// Every feature on every server, against the table in docs/servers.md. With SEALIFT_FEATURES=FILE the outcomes are appended to
/// the file instead of compared, and eng/servers-table.sh makes the table of them.
/// </summary>
public sealed class ServerTableTests(PeerServers peers)
{
    private static readonly Lock Gate = new();

    public static TheoryData<string, string> Rows
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var server in ServerTable.Servers)
            {
                foreach (var feature in FeatureList.All) rows.Add(server, feature.Name);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Feature_is_on_the_server_what_the_table_says(string server, string name)
    {
        var peer = peers.Require(server);
        var feature = FeatureList.All.Single(feature => feature.Name == name);
        if (feature.Variant is { } variant) peer = Find($"{server}-{variant}") ?? peer;

        var outcome = await feature.Try(new FeatureRun(peer, Find));

        if (Environment.GetEnvironmentVariable("SEALIFT_FEATURES") is { Length: > 0 } file)
            Record(file, $"{server}\t{name}\t{outcome}\n");
        else
            Assert.Equal(ServerTable.Find(server, name), outcome);
    }

    [Fact]
    public void Table_is_written_from_the_results()
    {
        if (Environment.GetEnvironmentVariable("SEALIFT_FEATURES_TABLE") is not { Length: > 0 } file)
        {
            Assert.All(Rows.Select(static row => row.Data), static row => Assert.NotNull(ServerTable.Find(row.Item1, row.Item2)));
            return;
        }

        peers.Require(PeerNames.Vsftpd);
        ServerTable.Write(File.ReadLines(file), peers.All);
    }

    private Peer? Find(string name) => peers.All.FirstOrDefault(peer => peer.Name == name);

    private static void Record(string file, string line)
    {
        lock (Gate) File.AppendAllText(file, line);
    }
}
