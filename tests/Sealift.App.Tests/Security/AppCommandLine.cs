using System.Diagnostics;
using Sealift.TestKit;

namespace Sealift.App.Tests.Security;

/// <summary>Runs a program to its end, in a home of its own.</summary>
internal static class AppCommandLine
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string program, TempDirectory home, IEnumerable<string> words, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, home, words, environment);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    public static Process Start(string program, TempDirectory home, IEnumerable<string> words, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        foreach (var name in (string[])["XDG_CONFIG_HOME", "XDG_STATE_HOME", "SEALIFT_APP", "SEALIFT_PASSWORD"]) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
