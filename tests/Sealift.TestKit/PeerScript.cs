using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Sealift.TestKit;

/// <summary>Runs <c>eng/peers.sh</c>.</summary>
internal static class PeerScript
{
    /// <summary>Runs one subcommand to its end; where there is no bash, the result is that of "not possible here".</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/> and was ended.</exception>
    public static async Task<ScriptResult> RunAsync(TimeSpan limit, params IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new("bash")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Should the test process be killed, the servers end with it.
        start.Environment["SEALIFT_PEERS_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.ArgumentList.Add(Path.Combine(Repository.Root, "eng", "peers.sh"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            return new ScriptResult(3, "", "bash cannot be started: " + error.Message);
        }

        using (process)
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            using CancellationTokenSource deadline = new(limit);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException error)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"eng/peers.sh {string.Join(' ', arguments)} took longer than {limit}.", error);
            }

            return new ScriptResult(process.ExitCode, await output, await errors);
        }
    }
}
