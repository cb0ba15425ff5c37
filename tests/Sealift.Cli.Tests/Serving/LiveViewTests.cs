using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

/// <summary>The live view of "sealift serve" on a pseudo-terminal, which script(1) of util-linux gives.</summary>
public sealed partial class LiveViewTests : IDisposable
{
    private const string Script = "/usr/bin/script";
    private const string Curl = "/usr/bin/curl";

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();
    private Process? _terminal;

    public void Dispose()
    {
        if (_terminal is { HasExited: false }) _terminal.Kill(entireProcessTree: true);
        _terminal?.Dispose();
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_terminal_shows_sessions_and_what_happens_with_names_escaped_and_no_line_too_long(int columns)
    {
        Assert.SkipUnless(File.Exists(Script) && File.Exists(Curl), "There is no script(1) or curl(1) here.");
        var process = _terminal = Process.Start(StartInfo(columns))!;
        var shown = "";
        await ReadUntilAsync("0 sessions");
        var port = int.Parse(Port().Match(shown).Groups[1].Value, CultureInfo.InvariantCulture);

        // The upload lasts until its input ends: it is there for every picture until then, however late one comes.
        using var slow = StartCurl("-T", "-", $"ftp://127.0.0.1:{port}/slow%E2%80%AEtxt.exe");
        await slow.StandardInput.BaseStream.WriteAsync(new byte[100_000], TestContext.Current.CancellationToken);
        await slow.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
        await ReadUntilAsync("STOR /slow\\u202etxt.exe");
        using var wrong = StartCurl("-u", "anna:wrong", $"ftp://127.0.0.1:{port}/");
        await ReadUntilAsync("login of \"anna\" from 127.0.0.1 refused");
        slow.StandardInput.Close();
        await ReadUntilAsync("anna uploaded /slow\\u202etxt.exe");
        await process.StandardInput.WriteAsync('\x03');
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        shown += await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("1 session, 1 transfer", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', shown);
        Assert.DoesNotContain(SealiftRun.Canary, shown, StringComparison.Ordinal);
        var view = Control().Replace(shown[shown.IndexOf("-----", StringComparison.Ordinal)..], "");

        // What comes after a carriage return begins at the first column again, as after the ^C that the terminal shows.
        Assert.All(view.Split('\n', '\r'), line => Assert.InRange(line.Length, 0, columns));

        async Task ReadUntilAsync(string words)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var buffer = new char[4096];
            while (!shown.Contains(words, StringComparison.Ordinal))
            {
                var count = await process.StandardOutput.ReadAsync(buffer, bound.Token);
                Assert.True(count > 0, $"\"{words}\" was not shown:\n{shown}");
                shown += new string(buffer, 0, count);
            }
        }
    }

    private static Process StartCurl(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Curl, ["-s", "-k", "--ssl-reqd", "--max-time", "240", "-o", "/dev/null", "-u", "anna:" + ServedDirectory.Password, .. arguments])
    { UseShellExecute = false, RedirectStandardInput = true })!;

    private ProcessStartInfo StartInfo(int columns)
    {
        // A shell that stays in between would itself end by the signal that the terminal sends.
        var line = "exec " + string.Join(' ', SealiftRun.Command.Concat(["serve", _files.Path, "--port", "0", "--user", "anna"]).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo(Script, ["-q", "-e", "-c", line, "/dev/null"])
        {
            UseShellExecute = false,
            WorkingDirectory = _home.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in SealiftRun.Environment(_home)) start.Environment[name] = value;
        start.Environment["SEALIFT_PASSWORD"] = ServedDirectory.Password;
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["COLUMNS"] = columns.ToString(CultureInfo.InvariantCulture);
        start.Environment.Remove("NO_COLOR");
        return start;
    }

    [GeneratedRegex(@"ftpes://anna@127\.0\.0\.1:(\d+)/")]
    private static partial Regex Port();

    // What moves the cursor and clears a line.
    [GeneratedRegex(@"\e\[\d*[AKJ]")]
    private static partial Regex Control();
}
