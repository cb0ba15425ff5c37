using System.Text.Json;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Watching;

public sealed class AuditLogTests : IDisposable
{
    private readonly TempDirectory _files = new();

    private string Path => _files.Combine("audit.jsonl");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task What_curl_does_is_written_line_by_line_and_without_the_password()
    {
        PeerProcess.Demand("curl");
        await using (var audit = FtpAuditLog.Open(Path))
        {
            await using var server = await TestServer.StartAsync(options => options with { Listeners = [audit.Write] });
            server.Write("a\u202eb\u001b.bin", "content");
            await CurlAsync(server, TestServer.Password, "-T", Path, "in.bin");
            await CurlAsync(server, TestServer.Password, "-o", "/dev/null", "a%E2%80%AEb%1b.bin");
            await CurlAsync(server, "wrong-" + TestServer.Password, "-o", "/dev/null", "in.bin");
        }

        var text = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        var lines = Lines(text);
        var upload = Assert.Single(lines, line => line.GetProperty("event").GetString() == "upload");
        Assert.Equal("/in.bin", upload.GetProperty("path").GetString());
        Assert.Equal("anna", upload.GetProperty("user").GetString());
        Assert.Equal("127.0.0.1", upload.GetProperty("address").GetString());
        Assert.Equal(226, upload.GetProperty("code").GetInt32());
        Assert.Equal("1.3", upload.GetProperty("control").GetProperty("version").GetString());
        Assert.True(upload.GetProperty("data").GetProperty("resumed").GetBoolean());
        Assert.Single(lines, line => line.GetProperty("event").GetString() == "login-failed");
        Assert.Equal("server-stopped", lines[^1].GetProperty("event").GetString());
        Assert.DoesNotContain("S3cr3t", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is not '\n' && letter is < ' ' or > '~');
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task Every_line_has_every_field_of_the_documentation()
    {
        await using (var audit = FtpAuditLog.Open(Path)) audit.Write(Stopped(1));

        var page = await File.ReadAllTextAsync(System.IO.Path.Combine(Repository.Root, "docs", "telemetry.md"), TestContext.Current.CancellationToken);
        var table = page[page.IndexOf("## Audit log", StringComparison.Ordinal)..page.IndexOf("| event | when |", StringComparison.Ordinal)];
        var documented = table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries)).Select(name => name.Trim('`', ' '));
        Assert.Equal(
            documented.Order(StringComparer.Ordinal),
            Assert.Single(Lines(await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken))).EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_made_anew_and_one_that_was_cut_goes_on_at_its_beginning()
    {
        await using var audit = FtpAuditLog.Open(Path);
        audit.Write(Stopped(1));
        await WaitAsync(Path, "1 sessions");
        File.Move(Path, Path + ".1");
        audit.Write(Stopped(2));
        await WaitAsync(Path, "2 sessions");
        using (var cut = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(0);
        audit.Write(Stopped(3));
        await WaitAsync(Path, "3 sessions");
        File.Move(Path, Path + ".2");
        await File.WriteAllBytesAsync(Path, [], TestContext.Current.CancellationToken);
        audit.Reopen();
        audit.Write(Stopped(4));
        await WaitAsync(Path, "4 sessions");

        Assert.Single(File.ReadLines(Path + ".1"));
        Assert.StartsWith("{", Assert.Single(File.ReadLines(Path + ".2")), StringComparison.Ordinal);
        Assert.Single(File.ReadLines(Path));
    }

    [Fact]
    public async Task A_full_disk_is_logged_once_and_stops_nobody()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        var log = new TestLog();
        await using var audit = FtpAuditLog.Open("/dev/full", log);
        await using var server = await TestServer.StartAsync(options => options with { Listeners = [audit.Write] });

        for (var i = 0; i < 3; i++)
        {
            await using var client = await Conversation.LogInAsync(server);
            await client.ExpectAsync(257, $"MKD d{i}");
        }

        await log.WaitForAsync("cannot be written", TimeSpan.FromSeconds(60));
        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task Lines_that_could_not_be_written_are_written_later()
    {
        var log = new TestLog();
        var directory = Directory.CreateDirectory(_files.Combine("logs")).FullName;
        var path = System.IO.Path.Combine(directory, "audit.jsonl");
        await using var audit = FtpAuditLog.Open(path, log);
        Directory.Move(directory, directory + ".away");

        audit.Write(Stopped(1));
        await log.WaitForAsync("cannot be written", TimeSpan.FromSeconds(60));
        audit.Write(Stopped(2));
        Directory.CreateDirectory(directory);
        await log.WaitForAsync("written again", TimeSpan.FromSeconds(60));
        await WaitAsync(path, "2 sessions");

        Assert.Equal(2, File.ReadLines(path).Count());
    }

    [Fact]
    public async Task Lines_for_which_there_was_no_room_are_counted()
    {
        const int Written = 12_000; // more than wait at most
        var log = new TestLog();
        var directory = Directory.CreateDirectory(_files.Combine("logs")).FullName;
        var path = System.IO.Path.Combine(directory, "audit.jsonl");
        await using (var audit = FtpAuditLog.Open(path, log))
        {
            Directory.Move(directory, directory + ".away");
            audit.Write(Stopped(0));
            await log.WaitForAsync("cannot be written", TimeSpan.FromSeconds(60));
            for (var i = 1; i < Written; i++) audit.Write(Stopped(i));
            Directory.CreateDirectory(directory);
            await log.WaitForAsync("written again", TimeSpan.FromSeconds(60));
            await WaitAsync(path, "\"lost\"");
        }

        var lines = Lines(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        var lost = Assert.Single(lines, line => line.GetProperty("event").GetString() == "lost");
        Assert.InRange(lost.GetProperty("count").GetInt32(), 1, Written);
        Assert.Equal(Written, lines.Count - 1 + lost.GetProperty("count").GetInt32());
    }

    private static ServerStopped Stopped(int cut) => new(cut) { Time = DateTimeOffset.UnixEpoch };

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static async Task WaitAsync(string path, string words)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(path) || !(await File.ReadAllTextAsync(path, bound.Token)).Contains(words, StringComparison.Ordinal)) await Task.Delay(20, bound.Token);
    }

    private static Task<(int ExitCode, string Output, string Errors)> CurlAsync(TestServer server, string password, string option, string file, string path) =>
        PeerProcess.RunAsync("curl", "-sS", "-k", "--ssl-reqd", "-u", $"{TestServer.User}:{password}", option, file, $"ftp://127.0.0.1:{server.Explicit.Port}/{path}");
}
