using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sealift.TestKit;

namespace Sealift.App.Tests.Browsing;

/// <summary>The real program of the app with a home of its own, as a user has it. It ends with this process, however that one ends: its standard input does.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AppProcess(Process process, TempDirectory home, Uri address)
    {
        _process = process;
        Home = home;
        Address = address;
    }

    /// <summary>The program.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "sealift-app");

    /// <summary>The home of the user; state, sites and known servers are below it.</summary>
    public TempDirectory Home { get; }

    /// <summary>The address that works once.</summary>
    public Uri Address { get; }

    /// <summary>The address without the word that works once.</summary>
    public Uri Origin => new(Address.GetLeftPart(UriPartial.Authority));

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>
    /// The most memory that it had in use at any moment, in bytes: all that the system shows as resident, with the pages of the programs and libraries that other processes
    /// share; as the kernel keeps it, so no moment is missed.
    /// </summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts the app and waits for its address.</summary>
    /// <param name="home">The home; it stays the caller's.</param>
    /// <param name="arguments">More words of the command line.</param>
    public static Task<AppProcess> StartAsync(TempDirectory home, params string[] arguments)
    {
        // The page of the first minutes would stand before what a test is about.
        var preferences = home.Combine(".config/sealift/app.json");
        Directory.CreateDirectory(Path.GetDirectoryName(preferences)!);
        if (!File.Exists(preferences)) File.WriteAllText(preferences, """{"showsStart":false}""");
        return StartAsItIsAsync(home, arguments);
    }

    /// <summary>Starts the app as somebody has it who has never used it before.</summary>
    public static async Task<AppProcess> StartAsItIsAsync(TempDirectory home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, ["--no-browser", "--json", "--stay", "--until-eof", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        foreach (var name in (string[])["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "SEALIFT_PASSWORD", "NETRC", "ALL_PROXY", "SEALIFT_VAULT_PASSPHRASE_FILE"]) start.Environment.Remove(name);
        var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var line = await process.StandardOutput.ReadLineAsync(bound.Token) ?? throw new InvalidOperationException("The app ended before it listened.");
        return new AppProcess(process, home, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends its standard input, as the end of this process would, and waits for the process to end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> CloseInputAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2)); // a guard against a hang
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
