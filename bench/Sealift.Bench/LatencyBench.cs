using System.Diagnostics;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls.Trust;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Bench;

/// <summary>
/// Round trips behind a proxy that adds 50 ms each way and charges TCP's own handshake: to the first entry of a listing (in this
/// process), and for the whole <c>sealift ls</c> (another process), with curl beside it.
/// </summary>
internal static class LatencyBench
{
    private const int Runs = 5;
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Ground ground)
    {
        Console.WriteLine($"## Round trips at {2 * OneWay.TotalMilliseconds:0} ms, medians of {Runs}\n");
        Console.WriteLine("| server | mode | first entry of a listing | whole `sealift ls` | whole `curl` |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var name in (string[])["vsftpd", "vsftpd-implicit", "proftpd", "proftpd-implicit"])
        {
            var peer = ground.Peer(name);
            await using var proxy = DelayProxy.Start(peer.Ports, OneWay);
            await File.WriteAllTextAsync(Path.Combine(peer.Home, "entry"), "x");
            var first = new List<double>();
            var whole = new List<double>();
            var curl = new List<double>();
            for (var i = 0; i < Runs; i++)
            {
                first.Add(RoundTrips(await FirstEntryAsync(peer, proxy)));
                whole.Add(RoundTrips(await Task.Run(() => Sealift(ground, peer, proxy))));
                curl.Add(RoundTrips(await Task.Run(() => Curl(peer, proxy))));
            }

            Console.WriteLine(
                $"| {peer.Server} | {peer.Mode.ToString().ToLowerInvariant()} | **{Usage.Median(first):0.0}** "
                + $"| **{Usage.Median(whole):0.0}** | {Usage.Median(curl):0.0} |");
        }

        Console.WriteLine();
    }

    private static double RoundTrips(TimeSpan time) => time / (2 * OneWay);

    private static async Task<TimeSpan> FirstEntryAsync(Peer peer, DelayProxy proxy)
    {
        using var ca = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(peer.Ca));
        var began = Stopwatch.GetTimestamp();
        await using var client = await FtpClient.ConnectAsync(new FtpClientOptions
        {
            Host = proxy.Address.ToString(),
            Port = peer.Port,
            Mode = peer.Mode == PeerMode.Implicit ? FtpTlsMode.Implicit : FtpTlsMode.Explicit,
            Credential = FtpCredential.WithPassword(peer.User, peer.Password),
            Trust = new TrustPolicy { Roots = [ca] },
        });
        await foreach (var _ in client.ListAsync(FtpPath.Home)) return Stopwatch.GetElapsedTime(began);
        throw new InvalidOperationException("The listing is empty.");
    }

    private static TimeSpan Sealift(Ground ground, Peer peer, DelayProxy proxy) => TimeSpan.FromSeconds(MeasuredProcess.Run(
        Ground.EnvironmentFor(peer),
        ground.Binary, "ls", "--ca", peer.Ca,
        $"{(peer.Mode == PeerMode.Implicit ? "ftps" : "ftpes")}://{peer.User}@{proxy.Address}:{peer.Port}/").WallSeconds);

    private static TimeSpan Curl(Peer peer, DelayProxy proxy) => TimeSpan.FromSeconds(MeasuredProcess.Run(
        new Dictionary<string, string>(),
        "curl", "-s", "--ssl-reqd", "--cacert", peer.Ca, "-u", $"{peer.User}:{peer.Password}",
        $"{(peer.Mode == PeerMode.Implicit ? "ftps" : "ftp")}://{proxy.Address}:{peer.Port}/").WallSeconds);
}
