using System.Diagnostics;

namespace Sealift.Server.Tests;

/// <summary>Runs a real client from Debian, for at most a minute.</summary>
internal static class PeerProcess
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static void Demand(string program) =>
        Assert.SkipUnless(File.Exists("/usr/bin/" + program), $"{program} is not installed: apt-get install {program}");

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments) =>
        RunAsync(program, Bound, input: null, arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, TimeSpan longest, string? input, IReadOnlyList<string> arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo("/usr/bin/" + program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        prepare?.Invoke(start);
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(longest);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {longest.TotalSeconds} s:\n{await errors}");
        }

        return (process.ExitCode, await output, await errors);
    }
}
