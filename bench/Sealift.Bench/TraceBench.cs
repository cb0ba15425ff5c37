using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>What <c>--trace</c> costs: CPU time for 1 GiB received with it and without it, in pairs, each pair in turn in the other order.</summary>
internal static class TraceBench
{
    public static async Task RunAsync(Ground ground, int pairs)
    {
        Console.WriteLine($"## 1 GiB received with --trace=FILE and without, medians of {pairs} pairs\n");
        Console.WriteLine("| server | CPU s, without | CPU s, with | CPU ratio | lowest, highest | wall ratio |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var name in (string[])["vsftpd", "proftpd"])
        {
            var peer = ground.Peer(name);
            var file = Path.Combine(peer.Home, "big.bin");
            await CpuBench.MakeAsync(file);
            Measure(ground, peer, pairs);
            File.Delete(file);
        }

        Console.WriteLine();
    }

    private static void Measure(Ground ground, Peer peer, int pairs)
    {
        var trace = Path.Combine(Ground.Memory, "sealift-bench-trace.jsonl");
        List<Usage> without = [], with = [];
        CpuBench.Get(ground, peer); // the first reads what the others find in memory
        for (var i = 0; i < pairs; i++)
        {
            if (i % 2 == 0) without.Add(CpuBench.Get(ground, peer));
            with.Add(CpuBench.Get(ground, peer, "--trace=" + trace));
            if (i % 2 == 1) without.Add(CpuBench.Get(ground, peer));
            if (new FileInfo(trace).Length == 0) throw new InvalidOperationException($"{trace} is empty: nothing was traced.");
            File.Delete(trace);
        }

        var (a, b) = (Usage.Median(without), Usage.Median(with));
        var ratios = with.Zip(without, static (x, y) => x.CpuSeconds / y.CpuSeconds).ToList();
        var wall = Usage.Median(with.Zip(without, static (x, y) => x.WallSeconds / y.WallSeconds));
        Console.WriteLine(
            $"| {peer.Server} | {a.CpuSeconds:0.00} | {b.CpuSeconds:0.00} | **{Usage.Median(ratios):0.00}** "
            + $"| {ratios.Min():0.00}, {ratios.Max():0.00} | {wall:0.00} |");
    }
}
