using System.Diagnostics;

namespace Sealift.Bench;

/// <summary>A program that copies a tree.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Command">Its environment and its command line.</param>
internal sealed record Tool(string Name, Func<Ground, TestKit.Peer, Tree, string, (Dictionary<string, string> Environment, string[] Command)> Command)
{
    // Some never end on some servers.
    private const string Limit = "30";

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>A password as rclone wants to read it.</summary>
    public static string Obscured(string password)
    {
        using var process = Process.Start(new ProcessStartInfo("rclone", ["obscure", password]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }

    /// <summary>Runs it; whether it calls itself successful does not matter, what arrived is counted.</summary>
    public Usage Run(Ground ground, TestKit.Peer peer, Tree tree, string version)
    {
        var (environment, command) = Command(ground, peer, tree, version);
        return MeasuredProcess.RunWhateverComes(environment, "timeout", ["-k", "5", Limit, .. command]);
    }
}
