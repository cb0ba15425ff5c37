using System.Diagnostics;
using System.Globalization;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>Proves that a real client reaches a real server through the delay proxy, data connections included.</summary>
public sealed class DelayedPeerTests(PeerServers peers)
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(10);

    [Theory]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.ProftpdImplicit)]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task Curl_lists_through_the_proxy_and_pays_for_every_round_trip(string name)
    {
        Peer peer = peers.Require(name);
        string file = Path.Combine(peer.Home, "through-the-proxy.txt");
        await File.WriteAllTextAsync(file, "here", TestContext.Current.CancellationToken);
        await using DelayProxy proxy = DelayProxy.Start(peer.Ports, OneWay);

        ProcessStartInfo curl = new("curl") { UseShellExecute = false, RedirectStandardOutput = true };
        string scheme = peer.Mode == PeerMode.Implicit ? "ftps" : "ftp";
        foreach (string argument in (string[])[
            "--silent", "--show-error", "--ssl-reqd", "--cacert", peer.Ca, "--user", $"{peer.User}:{peer.Password}",
            string.Create(CultureInfo.InvariantCulture, $"{scheme}://{proxy.Address}:{peer.Port}/")])
        {
            curl.ArgumentList.Add(argument);
        }

        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(curl)!;
        string listing = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        double roundTrips = Stopwatch.GetElapsedTime(start) / (2 * OneWay);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("through-the-proxy.txt", listing, StringComparison.Ordinal);
        Assert.Equal(2, proxy.Connections.Count);
        Assert.Equal(peer.Port, proxy.Connections[0].Port);
        Assert.InRange(proxy.Connections[1].Port, peer.PassiveFrom, peer.PassiveTo);
        // Connect, greeting, TLS, USER, PASS, PBSZ, PROT, PWD, EPSV, TYPE, LIST, data connect, data TLS, and the listing.
        Assert.True(roundTrips >= 13, $"{roundTrips:0.0} round trips");
        File.Delete(file);
    }
}
