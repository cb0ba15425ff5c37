using System.Diagnostics;
using System.Runtime.InteropServices;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Runs;

/// <summary>The built command as a process of its own, in a home directory of its own.</summary>
internal sealed class SealiftRun : IAsyncDisposable
{
    /// <summary>No output of any run may hold this; it is part of every password in these tests.</summary>
    public const string Canary = "CaNaRy-5ecret";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly Task _copying;
    private readonly Task<string> _error;

    private SealiftRun(Process process, bool readsOutput)
    {
        _process = process;
        _copying = readsOutput ? process.StandardOutput.BaseStream.CopyToAsync(_output) : Task.CompletedTask;
        _error = process.StandardError.ReadToEndAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts the command and leaves it running.</summary>
    /// <param name="home">HOME, the working directory and the place of the known hosts.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables besides those of every run; <see langword="null"/> removes one.</param>
    /// <param name="readsOutput">Whether stdout is gathered here; otherwise the test reads it.</param>
    public static SealiftRun Start(
        TempDirectory home,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        bool readsOutput = true)
    {
        var start = new ProcessStartInfo(Command[0])
        {
            UseShellExecute = false,
            WorkingDirectory = home.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in Command.Skip(1).Concat(arguments)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment(home).Concat(environment ?? new Dictionary<string, string?>()))
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return new SealiftRun(Process.Start(start)!, readsOutput);
    }

    /// <summary>Runs the command to its end and checks what holds for every run.</summary>
    public static async Task<SealiftResult> RunAsync(
        TempDirectory home,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        byte[]? input = null)
    {
        await using var run = Start(home, arguments, environment);
        if (input is not null) await run.Input.WriteAsync(input, TestContext.Current.CancellationToken);
        run.Input.Close();
        return await run.EndAsync();
    }

    /// <summary>The program and its first arguments, for tests that run it inside something else.</summary>
    public static IReadOnlyList<string> Command { get; } =
    [
        System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        Path.Combine(AppContext.BaseDirectory, "sealift.dll"),
    ];

    public static IReadOnlyDictionary<string, string?> Environment(TempDirectory home) => new Dictionary<string, string?>
    {
        ["HOME"] = home.Path,
        ["SEALIFT_KNOWN_HOSTS"] = home.Combine("known_hosts"),
        ["SEALIFT_SITES"] = home.Combine("sites.toml"),
        ["SEALIFT_VAULT_PASSPHRASE_FILE"] = null,
        ["SEALIFT_PASSWORD"] = null,
        ["SEALIFT_CERT_PASSWORD"] = null,
        ["NETRC"] = null,
        ["ALL_PROXY"] = null,
        ["all_proxy"] = null,
        ["NO_PROXY"] = null,
        ["no_proxy"] = null,
        ["SEALIFT_PROXY_PASSWORD"] = null,
        ["XDG_CONFIG_HOME"] = null,
        ["XDG_STATE_HOME"] = null,
        ["SEALIFT_STATE"] = null,
        ["DOTNET_CLI_HOME"] = null,
    };

    /// <summary>Waits for the end and checks what holds for every run: no stack trace, no password.</summary>
    public async Task<SealiftResult> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _copying.WaitAsync(limit.Token);
        var result = new SealiftResult(_process.ExitCode, _output.ToArray(), await _error.WaitAsync(limit.Token));

        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Output, StringComparison.Ordinal);
        return result;
    }

    /// <summary>Waits for the end for a while.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Sends a signal by its number, if the process is still there.</summary>
    public void Signal(int number) => _ = Kill(_process.Id, number);

    /// <summary>Sends SIGINT or SIGTERM, as a terminal or a service manager does.</summary>
    public void Signal(PosixSignal signal) => Assert.Equal(0, Kill(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
