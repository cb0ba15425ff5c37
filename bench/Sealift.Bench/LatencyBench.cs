using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Bench;

/// <summary>
/// Round trips behind a proxy that adds a delay each way and charges TCP's own handshake: to the first entry of a listing (in this
/// process), and for the whole <c>sealift ls</c> (another process), with curl beside it. Each is given twice: the time at 50 ms each
/// way divided by the round trip, which contains all computing; and the slope between 20 ms and 50 ms, which is the count itself.
/// </summary>
internal static class LatencyBench
{
    private const int Runs = 5;
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(50);

    // ProFTPD's master process naps for 0.2 s whenever a session has ended; nobody is to be charged for the run before.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Ground ground)
    {
        Console.WriteLine($"## Round trips, medians of {Runs}: time at {2 * Far.TotalMilliseconds:0} ms (slope)\n");
        Console.WriteLine("| server | mode | first entry of a listing | whole `sealift ls` | whole `curl` |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var name in (string[])["vsftpd", "vsftpd-implicit", "proftpd", "proftpd-implicit"])
        {
            var peer = ground.Peer(name);
            await File.WriteAllTextAsync(Path.Combine(peer.Home, "entry"), "x");
            var near = await MeasureAsync(ground, peer, Near);
            var far = await MeasureAsync(ground, peer, Far);
            var cells = near.Zip(far, (n, f) => $"**{f / (2 * Far):0.0}** ({(f - n) / (2 * (Far - Near)):0.0})");
            Console.WriteLine($"| {peer.Server} | {peer.Mode.ToString().ToLowerInvariant()} | {string.Join(" | ", cells)} |");
        }

        Console.WriteLine();
    }

    private static async Task<TimeSpan[]> MeasureAsync(Ground ground, Peer peer, TimeSpan oneWay)
    {
        await using var proxy = DelayProxy.Start(peer.Ports, oneWay);
        List<Func<Task<TimeSpan>>> what =
        [
            () => FirstEntryAsync(peer, proxy),
            () => Task.Run(() => Sealift(ground, peer, proxy)),
            () => Task.Run(() => Curl(peer, proxy)),
        ];
        var times = what.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < Runs; i++)
        {
            for (var j = 0; j < what.Count; j++)
            {
                await Task.Delay(Pause);
                times[j].Add((await what[j]()).TotalSeconds);
            }
        }

        return [.. times.Select(t => TimeSpan.FromSeconds(Usage.Median(t)))];
    }

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
