using System.Globalization;
using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>One file of 4 GiB, down and up, in pairs with curl and lftp: CPU, memory and time. The engine carries it (get -r).</summary>
internal static class BigBench
{
    private const long Size = 4L << 30;

    public static async Task RunAsync(Ground ground, int pairs)
    {
        Console.WriteLine($"## 4 GiB by the engine against curl, medians of {pairs} pairs\n");
        Console.WriteLine("| server | direction | CPU s, sealift | CPU s, curl | CPU ratio | wall ratio | peak MiB, sealift | peak MiB, curl |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in (string[])["vsftpd", "proftpd"])
        {
            var peer = ground.Peer(name);
            foreach (var isUpload in (bool[])[false, true]) await CompareAsync(ground, peer, isUpload, pairs);
        }

        Console.WriteLine();
    }

    private static async Task CompareAsync(Ground ground, Peer peer, bool isUpload, int pairs)
    {
        var directory = $"big-{Guid.NewGuid():N}";
        var here = Directory.CreateDirectory(Path.Combine(Ground.Memory, directory)).FullName;
        var there = Directory.CreateDirectory(Path.Combine(peer.Home, directory)).FullName;
        File.SetUnixFileMode(there, (UnixFileMode)0b111_111_111);
        try
        {
            await MakeAsync(Path.Combine(isUpload ? here : there, "big.bin"));
            await WarmAsync(Path.Combine(isUpload ? there : here, "warm"));
            var (ours, theirs) = (new List<Usage>(), new List<Usage>());
            for (var i = 0; i < pairs; i++)
            {
                // Neither program always goes first: what the machine still has to do for either falls on both.
                if (i % 2 == 0) MeasureOurs(ours);
                theirs.Add(Measure(peer, here, there, isUpload, [], Curl(peer, directory, here, isUpload)));
                if (i % 2 == 1) MeasureOurs(ours);
            }

            var (a, b) = (Usage.Median(ours), Usage.Median(theirs));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {peer.Server} | {(isUpload ? "up" : "down")} | {a.CpuSeconds:0.00} | {b.CpuSeconds:0.00} | **{a.CpuSeconds / b.CpuSeconds:0.00}** "
                + $"| {a.WallSeconds / b.WallSeconds:0.00} | {a.PeakMiB:0.0} | {b.PeakMiB:0.0} |"));
        }
        finally
        {
            Directory.Delete(here, recursive: true);
            Directory.Delete(there, recursive: true);
        }

        void MeasureOurs(List<Usage> into) =>
            into.Add(Measure(peer, here, there, isUpload, Ground.EnvironmentFor(peer), Sealift(ground, peer, directory, here, isUpload)));
    }

    // The first file of this size in memory costs a virtual machine three times the kernel time of the next: its host has to find the pages. Whoever writes
    // it pays for them, and it is not the program's doing.
    private static async Task WarmAsync(string file)
    {
        await MakeAsync(file);
        File.Delete(file);
    }

    private static Usage Measure(Peer peer, string here, string there, bool isUpload, Dictionary<string, string> environment, string[] command)
    {
        environment["SEALIFT_STATE"] = Path.Combine(Ground.Memory, "sealift-bench-state");
        var usage = MeasuredProcess.Run(environment, command);
        var arrived = Path.Combine(isUpload ? there : here, "big.bin");
        if (new FileInfo(arrived).Length != Size) throw new InvalidOperationException($"{peer.Name}: {arrived} is not complete.");
        File.Delete(arrived);
        return usage;
    }

    private static string[] Sealift(Ground ground, Peer peer, string directory, string here, bool isUpload)
    {
        var url = $"ftpes://{peer.User}@127.0.0.1:{peer.Port}/{directory}/";
        return isUpload
            ? [ground.Binary, "put", "-r", "--ca", peer.Ca, here + "/", url]
            : [ground.Binary, "get", "-r", "--ca", peer.Ca, url, here + "/"];
    }

    private static string[] Curl(Peer peer, string directory, string here, bool isUpload)
    {
        var url = $"ftp://127.0.0.1:{peer.Port}/{directory}/big.bin";
        return
        [
            "curl", "-s", "--ssl-reqd", "--cacert", peer.Ca, "-u", $"{peer.User}:{peer.Password}",
            isUpload ? "-T" : "-o", Path.Combine(here, "big.bin"), url,
        ];
    }

    private static async Task MakeAsync(string file)
    {
        var block = RandomNumberGenerator.GetBytes(1 << 20);
        await using (var stream = File.Create(file))
        {
            for (var written = 0L; written < Size; written += block.Length) await stream.WriteAsync(block);
        }

        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
    }
}
