using System.Collections.Concurrent;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Faults;

/// <summary>Real servers as Debian ships them, with TLS required: the doctor finds no problem, except what is true.</summary>
[Collection(nameof(RealServersCollection))]
public sealed class FalseAlarmTests(PeerServers peers)
{
    private const int AtOnce = 9;

    // The open ones allow by their settings what nobody should allow; pyftpdlib 1.5.7 reads on behind AUTH (the injection of 2011).
    private static readonly string[] True =
    [
        "vsftpd-open SL-DATA-65", "proftpd-open SL-DATA-65", "proftpd-open2 SL-DATA-65", "pyftpdlib SL-TLS-58",
    ];

    [Fact]
    public async Task Healthy_servers_have_no_problem_and_nothing_is_left_on_them()
    {
        peers.Require(PeerNames.Vsftpd);
        var found = new ConcurrentBag<(string Row, string Words)>();

        await Parallel.ForEachAsync(
            peers.All.Where(peer => peer.Mode != PeerMode.Plain),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (peer, _) =>
            {
                var report = await Examine.RunAsync(PeerExamination.Of(peer, withCertificate: true));
                foreach (var finding in report.With(Verdict.Problem)) found.Add(($"{peer.Name} {finding.Id}", $"{finding.Summary} {string.Join(" | ", finding.Evidence)}"));
                if (Directory.EnumerateFiles(peer.Home, "sealift-doctor-*").Any()) found.Add(($"{peer.Name} leftovers", ""));
            });

        Assert.Equal(True.Order(StringComparer.Ordinal), found.OrderBy(pair => pair.Row, StringComparer.Ordinal).Select(pair => True.Contains(pair.Row) ? pair.Row : $"{pair.Row}: {pair.Words}"));
    }
}
