using System.Diagnostics;
using System.Runtime.InteropServices;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>What every measurement stands on: the native binary, and real servers whose files are in memory.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly PeerServers _servers = new() { Parent = Memory };

    private Ground(string binary) => Binary = binary;

    /// <summary>The folder in memory.</summary>
    public static string Memory => "/dev/shm";

    /// <summary>The native sealift.</summary>
    public string Binary { get; }

    public Peer Peer(string name) => _servers.Missing is null
        ? _servers.All.First(p => p.Name == name)
        : throw new InvalidOperationException(_servers.Missing);

    public static async Task<Ground> PrepareAsync(bool publishes = true)
    {
        var output = Path.Combine(Root(), "artifacts", "bench");
        if (publishes) await PublishAsync(output);
        var ground = new Ground(Path.Combine(output, "sealift"));
        await ground._servers.InitializeAsync();
        return ground;
    }

    private static async Task PublishAsync(string output)
    {
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(Root(), "src", "Sealift.Cli"), "-c", "Release", "-r", "linux-x64", "-o", output, "-v", "q"]))!;
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException("The native publish failed.");
    }

    /// <summary>The machine and the versions, for the head of a results page.</summary>
    public string Describe() =>
        $"""
        {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, \
        {Peer("vsftpd").Server} {Peer("vsftpd").Version}, {Peer("proftpd").Server} {Peer("proftpd").Version}, \
        {FirstLine("curl", "--version")}, {FirstLine("openssl", "version")}

        """.Replace("\\\n", "", StringComparison.Ordinal);

    /// <summary>The environment that gives sealift the peer's password and keeps its files out of the way.</summary>
    public static Dictionary<string, string> EnvironmentFor(Peer peer) => new(StringComparer.Ordinal)
    {
        ["SEALIFT_PASSWORD"] = peer.Password,
        ["SEALIFT_KNOWN_HOSTS"] = Path.Combine(Memory, "sealift-bench-no-known-hosts"),
    };

    public async ValueTask DisposeAsync() => await _servers.DisposeAsync();

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Sealift.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Run the benchmark from a clone of the repository.");
    }

    private static string FirstLine(string command, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(command, [argument]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var line = process.StandardOutput.ReadLine() ?? "";
        process.StandardOutput.ReadToEnd();
        return string.Join(' ', line.Split(' ').Take(2));
    }
}
