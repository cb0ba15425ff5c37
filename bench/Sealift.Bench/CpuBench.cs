using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>CPU, memory and time for 1 GiB received and sent, in pairs with curl: same server, same file, one after the other.</summary>
internal static class CpuBench
{
    private const long Size = 1L << 30;

    public static async Task RunAsync(Ground ground, int pairs)
    {
        Console.WriteLine($"## 1 GiB against curl, medians of {pairs} pairs\n");
        Console.WriteLine("| server | direction | CPU s, sealift | CPU s, curl | CPU ratio | peak MiB, sealift | peak MiB, curl | wall ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in (string[])["vsftpd", "proftpd"])
        {
            var peer = ground.Peer(name);
            var file = Path.Combine(peer.Home, "big.bin");
            await MakeAsync(file);
            Compare(peer, "received", pairs, _ => Get(ground, peer), _ => CurlGet(peer));
            Compare(peer, "sent", pairs, _ => Put(ground, peer, file), _ => CurlPut(peer, file));
            File.Delete(file);
        }

        Console.WriteLine();
    }

    private static void Compare(Peer peer, string direction, int pairs, Func<int, Usage> sealift, Func<int, Usage> curl)
    {
        var ours = new List<Usage>();
        var theirs = new List<Usage>();
        for (var i = 0; i < pairs; i++)
        {
            ours.Add(sealift(i));
            theirs.Add(curl(i));
        }

        var (a, b) = (Usage.Median(ours), Usage.Median(theirs));
        var cpu = Usage.Median(ours.Zip(theirs, (x, y) => x.CpuSeconds / y.CpuSeconds));
        var wall = Usage.Median(ours.Zip(theirs, (x, y) => x.WallSeconds / y.WallSeconds));
        Console.WriteLine(
            $"| {peer.Server} | {direction} | {a.CpuSeconds:0.00} | {b.CpuSeconds:0.00} | **{cpu:0.00}** "
            + $"| {a.PeakMiB:0.0} | {b.PeakMiB:0.0} | {wall:0.00} |");
    }

    public static Usage Get(Ground ground, Peer peer, params string[] options)
    {
        var target = Path.Combine(Ground.Memory, "sealift-bench-get");
        var usage = MeasuredProcess.Run(
            Ground.EnvironmentFor(peer), [ground.Binary, "get", "--ca", peer.Ca, .. options, Url("ftpes", peer, "big.bin"), target]);
        Check(target);
        return usage;
    }

    private static Usage CurlGet(Peer peer)
    {
        var target = Path.Combine(Ground.Memory, "sealift-bench-get");
        var usage = MeasuredProcess.Run(
            new Dictionary<string, string>(),
            "curl", "-s", "--ssl-reqd", "--cacert", peer.Ca, "-u", $"{peer.User}:{peer.Password}", "-o", target, Url("ftp", peer, "big.bin", withUser: false));
        Check(target);
        return usage;
    }

    private static Usage Put(Ground ground, Peer peer, string file)
    {
        var usage = MeasuredProcess.Run(
            Ground.EnvironmentFor(peer), ground.Binary, "put", "--ca", peer.Ca, file, Url("ftpes", peer, "up.bin"));
        Check(Path.Combine(peer.Home, "up.bin"));
        return usage;
    }

    private static Usage CurlPut(Peer peer, string file)
    {
        var usage = MeasuredProcess.Run(
            new Dictionary<string, string>(),
            "curl", "-s", "--ssl-reqd", "--cacert", peer.Ca, "-u", $"{peer.User}:{peer.Password}", "-T", file, Url("ftp", peer, "up.bin", withUser: false));
        Check(Path.Combine(peer.Home, "up.bin"));
        return usage;
    }

    private static string Url(string scheme, Peer peer, string name, bool withUser = true) =>
        $"{scheme}://{(withUser ? peer.User + "@" : "")}127.0.0.1:{peer.Port}/{name}";

    private static void Check(string file)
    {
        if (new FileInfo(file).Length != Size) throw new InvalidOperationException($"{file} is not complete.");
        File.Delete(file);
    }

    public static async Task MakeAsync(string file)
    {
        var block = RandomNumberGenerator.GetBytes(1 << 20);
        await using (var stream = File.Create(file))
        {
            for (var written = 0L; written < Size; written += block.Length) await stream.WriteAsync(block);
        }

        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
    }
}
