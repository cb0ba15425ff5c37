using System.Globalization;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>The same work at 1, 10 and 100 times the number of files, and the plan of a large tree: cost grows with the work, memory does not.</summary>
internal static class LinearBench
{
    private const int FileSize = 4096;

    public static async Task RunAsync(Ground ground)
    {
        Console.WriteLine("## 1, 10 and 100 times as many files, 8 sessions, vsftpd, TLS 1.2\n");
        Console.WriteLine("| files | wall s | CPU s | peak MiB | CPU ms a file | files that arrived |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var peer = ground.Peer("vsftpd");
        foreach (var directories in (int[])[1, 10, 100])
        {
            using var tree = await Tree.MakeAsync(peer, isUpload: false, directories, 200, FileSize);
            var usage = MeasuredProcess.Run(
                Environment(peer), ground.Binary, "get", "-r", "--sessions", "8", "--ca", peer.Ca, "--tls-max", "1.2", Url(peer, tree), tree.Here + "/");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tree.Files.Count} | {usage.WallSeconds:0.00} | {usage.CpuSeconds:0.00} | {usage.PeakMiB:0.0} | {usage.CpuSeconds * 1000 / tree.Files.Count:0.00} | {tree.CountArrived(FileSize)} |"));
        }

        Console.WriteLine();
    }

    public static async Task PlanAsync(Ground ground)
    {
        Console.WriteLine("## The plan of a tree (sync --dry-run), directories of 1,000 files, ProFTPD\n");
        Console.WriteLine("| entries | wall s | CPU s | peak MiB |");
        Console.WriteLine("|---|---|---|---|");
        var peer = ground.Peer("proftpd");
        foreach (var directories in (int[])[20, 200])
        {
            using var tree = await Tree.MakeAsync(peer, isUpload: false, directories, 1000, fileSize: 0);
            var usage = MeasuredProcess.Run(
                Environment(peer), ground.Binary, "sync", "--dry-run", "--ca", peer.Ca, Url(peer, tree), tree.Here + "/");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tree.Files.Count + directories} | {usage.WallSeconds:0.00} | {usage.CpuSeconds:0.00} | {usage.PeakMiB:0.0} |"));
        }

        Console.WriteLine();
    }

    private static string Url(Peer peer, Tree tree) => $"ftpes://{peer.User}@127.0.0.1:{peer.Port}/{tree.Name}/";

    private static Dictionary<string, string> Environment(Peer peer)
    {
        var environment = Ground.EnvironmentFor(peer);
        environment["SEALIFT_STATE"] = Path.Combine(Ground.Memory, "sealift-bench-state");
        return environment;
    }
}
