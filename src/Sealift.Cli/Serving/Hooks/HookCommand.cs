using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>Runs the program of a hook: its arguments as they are, without a shell, in an environment without the server's secrets.</summary>
internal static class HookCommand
{
    private const int MaxOutput = 2048;

    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"];

    public static async Task<HookAttempt> RunAsync(Hook hook, FtpServerEvent happened, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(hook.Command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(hook.Command[0])!,
        };
        foreach (var argument in hook.Command.Skip(1))
            start.ArgumentList.Add(argument is ['{', .., '}'] && HookFacts.IsKnown(argument[1..^1]) ? HookFacts.Find(argument[1..^1], happened) : argument);
        SetEnvironment(start, hook, happened);

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new HookAttempt(e.Message);
        }

        return await WaitAsync(process, hook.Timeout, cancellationToken);
    }

    private static void SetEnvironment(ProcessStartInfo start, Hook hook, FtpServerEvent happened)
    {
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        start.Environment["SEALIFT_HOOK"] = hook.Name;
        foreach (var name in HookFacts.Names) start.Environment["SEALIFT_" + name.ToUpperInvariant()] = HookFacts.Find(name, happened);
    }

    private static async Task<HookAttempt> WaitAsync(Process process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, patience.Token);
            var errors = ReadAsync(process.StandardError, patience.Token);
            await process.WaitForExitAsync(patience.Token);
            var text = string.Join(' ', new[] { await output, await errors }.Where(part => part.Length > 0));
            return process.ExitCode == 0 ? new HookAttempt(null, text) : new HookAttempt($"exit code {process.ExitCode}{(text.Length > 0 ? $": {text}" : "")}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new HookAttempt(cancellationToken.IsCancellationRequested ? "the server stopped" : $"not done in {timeout.TotalSeconds:0.#} s");
        }
        catch (IOException)
        {
            return new HookAttempt("its input was closed");
        }
    }

    // All is read, so that the program does not wait; only its beginning is kept.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer, cancellationToken) is var count and > 0)
            kept.Append(buffer, 0, Math.Min(count, MaxOutput - kept.Length));
        return kept.ToString().Trim();
    }
}
