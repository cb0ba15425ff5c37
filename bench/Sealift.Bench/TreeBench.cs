using System.Globalization;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>Many small files, down and up, on eight sessions: the native command and others on the same server, in turn, and what arrived.</summary>
internal static class TreeBench
{
    private const int Directories = 20;
    private const int FilesEach = 100;
    private const int FileSize = 4096;

    public static async Task RunAsync(Ground ground, int pairs)
    {
        var tools = Tools();
        foreach (var version in (string[])["1.3", "1.2"])
        {
            Console.WriteLine($"## {Directories * FilesEach} files of {FileSize} bytes in {Directories} directories, 8 sessions, TLS {version}, medians of {pairs}; one run of a tool that did not bring all\n");
            Console.WriteLine("| server | direction | tool | wall s | CPU s | files that arrived | wall, sealift to it | CPU, sealift to it |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var name in (string[])["vsftpd", "proftpd", "pureftpd"])
            {
                foreach (var isUpload in (bool[])[false, true])
                    await CompareAsync(ground, ground.Peer(name), tools, version, isUpload, pairs);
            }

            Console.WriteLine();
        }
    }

    /// <summary>The native command alone.</summary>
    public static Usage RunOwn(Ground ground, Peer peer, Tree tree, string version) => new Tool("sealift", Sealift).Run(ground, peer, tree, version);

    private static List<Tool> Tools()
    {
        List<Tool> tools = [new("sealift", Sealift)];
        if (Tool.IsThere("curl")) tools.Add(new("curl -Z", Curl));
        if (Tool.IsThere("lftp")) tools.Add(new("lftp mirror -P8", Lftp));

        // rclone 1.60 cannot be told a TLS version: it is the same in both tables.
        if (Tool.IsThere("rclone")) tools.Add(new("rclone --transfers 8", Rclone));
        return tools;
    }

    private static async Task CompareAsync(Ground ground, Peer peer, List<Tool> tools, string version, bool isUpload, int pairs)
    {
        var runs = tools.ToDictionary(tool => tool, _ => new List<(Usage Usage, int Arrived)>());
        for (var i = 0; i < pairs; i++)
        {
            // One that did not bring every file the first time is not waited for again.
            foreach (var tool in tools.Where(tool => runs[tool].All(run => run.Arrived == Directories * FilesEach)))
                runs[tool].Add(await MeasureAsync(ground, peer, tool, version, isUpload));
        }

        var ours = Usage.Median([.. runs[tools[0]].Select(run => run.Usage)]);
        foreach (var tool in tools)
        {
            var usage = Usage.Median([.. runs[tool].Select(run => run.Usage)]);
            var arrived = runs[tool].Min(run => run.Arrived);
            var ratio = tool == tools[0] ? "| |" : string.Create(
                CultureInfo.InvariantCulture, $"| {ours.WallSeconds / usage.WallSeconds:0.00} | {ours.CpuSeconds / usage.CpuSeconds:0.00} |");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {peer.Server} | {(isUpload ? "up" : "down")} | {tool.Name} | {usage.WallSeconds:0.00} | {usage.CpuSeconds:0.00} | {arrived} {ratio}"));
        }
    }

    private static async Task<(Usage Usage, int Arrived)> MeasureAsync(Ground ground, Peer peer, Tool tool, string version, bool isUpload)
    {
        using var tree = await Tree.MakeAsync(peer, isUpload, Directories, FilesEach, FileSize);
        var usage = tool.Run(ground, peer, tree, version);
        return (usage, tree.CountArrived(FileSize));
    }

    private static (Dictionary<string, string> Environment, string[] Command) Sealift(Ground ground, Peer peer, Tree tree, string version)
    {
        var url = $"ftpes://{peer.User}@127.0.0.1:{peer.Port}/{tree.Name}/";
        string[] limits = ["-r", "--sessions", "8", "--ca", peer.Ca, "--tls-max", version];
        var environment = Ground.EnvironmentFor(peer);
        environment["SEALIFT_STATE"] = Path.Combine(Ground.Memory, "sealift-bench-state");
        return (environment, tree.IsUpload
            ? [ground.Binary, "put", .. limits, tree.Here + "/", url]
            : [ground.Binary, "get", .. limits, url, tree.Here + "/"]);
    }

    private static (Dictionary<string, string> Environment, string[] Command) Curl(Ground ground, Peer peer, Tree tree, string version)
    {
        // One process for all files, as a list that it reads: curl has no recursion.
        var list = tree.Here + ".curl";
        File.WriteAllLines(list, tree.Files.SelectMany(file => (string[])
        [
            $"url = \"ftp://127.0.0.1:{peer.Port}/{tree.Name}/{file}\"",
            tree.IsUpload ? $"upload-file = \"{tree.Here}/{file}\"" : $"output = \"{tree.Here}/{file}\"",
        ]));
        string[] maximum = version == "1.2" ? ["--tls-max", "1.2"] : [];
        return (new Dictionary<string, string>(StringComparer.Ordinal),
        [
            "curl", "-s", "-Z", "--parallel-max", "8", "--ssl-reqd", "--cacert", peer.Ca, .. maximum, "--create-dirs", "--ftp-create-dirs",
            "-u", $"{peer.User}:{peer.Password}", "-K", list,
        ]);
    }

    private static (Dictionary<string, string> Environment, string[] Command) Lftp(Ground ground, Peer peer, Tree tree, string version)
    {
        var priority = version == "1.2" ? "set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS1.2; " : "";
        var mirror = tree.IsUpload ? $"mirror -R -P8 {tree.Here} {tree.Name}" : $"mirror -P8 {tree.Name} {tree.Here}";
        var script = $"set ssl:ca-file {peer.Ca}; set ftp:ssl-force yes; set ftp:ssl-protect-data yes; {priority}set net:max-retries 3; "
            + $"open -u {peer.User},{peer.Password} ftp://127.0.0.1:{peer.Port}; {mirror}";
        return (new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = Ground.Memory }, ["lftp", "-c", script]);
    }

    private static (Dictionary<string, string> Environment, string[] Command) Rclone(Ground ground, Peer peer, Tree tree, string version)
    {
        string[] ends = tree.IsUpload ? [tree.Here, $":ftp:{tree.Name}"] : [$":ftp:{tree.Name}", tree.Here];
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RCLONE_CONFIG"] = "/dev/null",
            ["RCLONE_FTP_HOST"] = "127.0.0.1",
            ["RCLONE_FTP_PORT"] = peer.Port.ToString(CultureInfo.InvariantCulture),
            ["RCLONE_FTP_USER"] = peer.User,
            ["RCLONE_FTP_PASS"] = Tool.Obscured(peer.Password),
            ["RCLONE_FTP_EXPLICIT_TLS"] = "true",
            ["RCLONE_FTP_NO_CHECK_CERTIFICATE"] = "true",
        };
        return (environment, ["rclone", "copy", "-q", "--transfers", "8", "--retries", "1", "--low-level-retries", "3", .. ends]);
    }
}
