using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

/// <summary>A run of "sealift serve" on free ports, and clients for it.</summary>
internal sealed class ServedDirectory : IAsyncDisposable
{
    public const string Password = SealiftRun.Canary + "-served";

    private readonly SealiftRun _run;
    private readonly JsonElement _card;
    private readonly TempDirectory _home;

    private ServedDirectory(SealiftRun run, JsonElement card, TempDirectory home)
    {
        _run = run;
        _card = card;
        _home = home;
    }

    /// <summary>Where the monitor is, with a slash at its end.</summary>
    public string Monitor => _card.GetProperty("monitor").GetString()!;

    public int Port => new Uri(_card.GetProperty("urls")[0].GetString()!).Port;

    public static async Task<ServedDirectory> StartAsync(
        TempDirectory home, TempDirectory files, IReadOnlyList<string> options, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var all = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["SEALIFT_PASSWORD"] = Password };
        var run = SealiftRun.Start(home, ["serve", files.Path, "--port", "0", "--user", "anna", "--json", .. options], all, readsOutput: false);
        var line = await run.Output.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line is null) Assert.Fail((await run.EndAsync()).Error);
        return new ServedDirectory(run, JsonDocument.Parse(line).RootElement, home);
    }

    /// <summary>Runs curl against the server, as the user unless another password is given.</summary>
    public async Task CurlAsync(string path, string password, params string[] options)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed: apt-get install curl");
        using var curl = Process.Start(new ProcessStartInfo(
            "/usr/bin/curl", ["-sS", "-k", "--ssl-reqd", "--max-time", "60", "-u", $"anna:{password}", .. options, $"ftp://127.0.0.1:{Port}/{path}"])
        {
            WorkingDirectory = _home.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (curl.StandardOutput.ReadToEndAsync(), curl.StandardError.ReadToEndAsync());
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, errors);
    }

    public void Signal(int number) => _run.Signal(number);

    public async Task<SealiftResult> StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        _run.Signal(signal);
        return await _run.EndAsync();
    }

    public Task<SealiftResult> EndAsync() => _run.EndAsync();

    /// <summary>Waits until something is so, for at most a minute.</summary>
    public static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo()) await Task.Delay(20, bound.Token);
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();
}
