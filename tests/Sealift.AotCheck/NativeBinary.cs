using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Sealift.AotCheck.NativeBinary))]

namespace Sealift.AotCheck;

/// <summary>The native sealift, published once for the tests, with what the publish said.</summary>
public sealed class NativeBinary : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "sealift-aot-" + Guid.NewGuid().ToString("N"));

    /// <summary>Why there is none: no linker on this machine; null when there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>What the publish printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The publish's exit code.</summary>
    public int ExitCode { get; private set; }

    /// <summary>The binary.</summary>
    public string FilePath => Path.Combine(_folder, "out", "sealift");

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || !HasLinker())
        {
            Missing = "A native publish needs Linux with clang or gcc; eng/peers.sh install brings it.";
            return;
        }

        // Its own obj and bin folders: the solution's may be in use by the build that runs these tests.
        (ExitCode, Output) = await RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "src", "Sealift.Cli"), "-c", "Release", "-r", "linux-x64",
            "--artifacts-path", Path.Combine(_folder, "artifacts"), "-o", Path.Combine(_folder, "out"));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask;
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    public static async Task<(int ExitCode, string Output)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static bool HasLinker() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':')
        .Any(d => File.Exists(Path.Combine(d, "clang")) || File.Exists(Path.Combine(d, "gcc")));
}
