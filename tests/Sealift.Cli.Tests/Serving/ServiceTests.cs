using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

public sealed class ServiceTests : IDisposable
{
    private const int Hangup = 1;
    private const int Terminate = 15;

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_manager_hears_of_the_start_a_reload_and_the_end_and_its_watchdog_is_fed(bool isAbstract)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sd_notify is of Linux.");
        var name = isAbstract ? $"@sealift-test-{Guid.NewGuid():N}" : _home.Combine("notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name[1..] : name));
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = name, ["WATCHDOG_USEC"] = "2000000" };
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--audit", "audit.jsonl"], environment);

        var heard = await ListenAsync(manager, "WATCHDOG=1");
        Assert.StartsWith("READY=1\nSTATUS=", heard[0], StringComparison.Ordinal);
        File.Move(_home.Combine("audit.jsonl"), _home.Combine("audit.1"));
        server.Signal(Hangup);
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", (await ListenAsync(manager, "RELOADING=1"))[^1]);
        await ListenAsync(manager, "READY=1");
        await server.CurlAsync("", ServedDirectory.Password);
        var ended = server.StopAsync();
        await ListenAsync(manager, "STOPPING=1");

        Assert.Equal(0, (await ended).ExitCode);
        Assert.Contains("\"event\":\"login\"", await File.ReadAllTextAsync(_home.Combine("audit.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_manager_that_reads_nothing_keeps_the_server_neither_from_its_work_nor_from_its_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sd_notify is of Linux.");
        var place = new UnixDomainSocketEndPoint(_home.Combine("notify"));
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(place);
        using var others = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        Assert.Equal(SocketError.WouldBlock, Fill(others, place));
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = _home.Combine("notify"), ["WATCHDOG_USEC"] = "2000" };
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--audit", "audit.jsonl"], environment);

        await server.CurlAsync("", ServedDirectory.Password);
        var ended = await server.StopAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("\"event\":\"login\"", await File.ReadAllTextAsync(_home.Combine("audit.jsonl"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_reads_the_hooks_again_and_a_file_that_cannot_be_used_changes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sd_notify is of Linux.");
        await using var receiver = new WebhookReceiver();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_home.Combine("notify")));
        WriteHook("first", receiver.Url);
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = _home.Combine("notify") };
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--hooks", "hooks.toml"], environment);
        await ListenAsync(manager, "READY=1");

        WriteHook("sec ond", receiver.Url);
        await ReloadAsync(server, manager);
        await server.CurlAsync("", ServedDirectory.Password);
        await ServedDirectory.WaitUntilAsync(() => receiver.Requests.Count == 1);
        WriteHook("third", receiver.Url);
        await ReloadAsync(server, manager);
        await server.CurlAsync("", ServedDirectory.Password);
        await ServedDirectory.WaitUntilAsync(() => receiver.Requests.Count == 2);

        Assert.Contains("X-Sealift-Hook: first\r\n", receiver.Requests[0].Head, StringComparison.Ordinal);
        Assert.Contains("X-Sealift-Hook: third\r\n", receiver.Requests[1].Head, StringComparison.Ordinal);
        var ended = await server.StopAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains(" error The new hooks cannot be used, the old ones stay: hooks.toml, line 1", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_signal_ends_a_transfer_with_426_and_the_exit_code_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        _home.Write("large", new byte[2_000_000]);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--audit", "audit.jsonl", "--monitor", "0", "--stop-timeout", "1h"]);
        using var http = new HttpClient();
        var upload = server.CurlAsync("slow.bin", ServedDirectory.Password, "--limit-rate", "20k", "-T", "large");
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await http.GetStringAsync(server.Monitor + "metrics", bound.Token)).Contains("ftp_server_active_transfers 1\n", StringComparison.Ordinal)) await Task.Delay(50, bound.Token);

        server.Signal(Terminate);
        while ((await http.GetAsync(server.Monitor + "healthz", bound.Token)).StatusCode != HttpStatusCode.ServiceUnavailable) await Task.Delay(50, bound.Token);
        var result = await server.StopAsync(PosixSignal.SIGINT);
        await upload;

        Assert.Equal(130, result.ExitCode);
        var audit = await File.ReadAllTextAsync(_home.Combine("audit.jsonl"), TestContext.Current.CancellationToken);
        Assert.Contains("\"event\":\"upload-failed\"", audit, StringComparison.Ordinal);
        Assert.Contains("\"code\":426", audit, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_files.Path));
    }

    [Theory]
    [InlineData("--audit", "absent/audit.jsonl", 7)]
    [InlineData("--hooks", "absent.toml", 7)]
    [InlineData("--stop-timeout", "soon", 2)]
    [InlineData("--log", "everything", 2)]
    public async Task What_cannot_be_used_is_said_before_anything_listens(string option, string value, int exitCode)
    {
        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", option, value]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(option == "--log" ? value : option, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--quiet", false)]
    [InlineData("--log=debug", true)]
    public async Task The_log_in_a_pipe_is_plain_lines_with_time_and_level(string option, bool isShown)
    {
        await using var server = await ServedDirectory.StartAsync(_home, _files, [option]);
        await server.CurlAsync("", ServedDirectory.Password);

        var result = await server.StopAsync();

        Assert.Equal(isShown, result.Error.Length > 0);
        Assert.All(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^[0-9-]{10}T[0-9:.]{12}Z (debug|info|warning|error) ", line));
        if (isShown) Assert.Contains(" debug Session 1 < PASS", result.Error, StringComparison.Ordinal);
    }

    // Sends until there is no room; why it ended.
    private static SocketError Fill(Socket sender, EndPoint place)
    {
        try
        {
            while (true) sender.SendTo("STATUS=Others have much to say."u8, place);
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private void WriteHook(string name, string url) => _home.Write("hooks.toml", Encoding.UTF8.GetBytes($"[{name}]\non = [\"login\"]\nurl = \"{url}\"\n"));

    private static async Task ReloadAsync(ServedDirectory server, Socket manager)
    {
        server.Signal(Hangup);
        await ListenAsync(manager, "RELOADING=1");
        await ListenAsync(manager, "READY=1");
    }

    // All that was said until, and with, this word.
    private static async Task<List<string>> ListenAsync(Socket manager, string word)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new List<string>();
        var buffer = new byte[4096];
        while (heard.Count == 0 || !heard[^1].StartsWith(word, StringComparison.Ordinal))
            heard.Add(Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer, SocketFlags.None, bound.Token)));
        return heard;
    }
}
