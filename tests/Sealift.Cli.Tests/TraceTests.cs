using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Sealift.Cli.Tests.Runs;
using Sealift.Sites;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class TraceTests
{
    [Fact]
    public async Task A_session_is_drawn_on_stdout_with_its_secrets_masked()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();

        var result = await RunAsync(home, server, "trace", server.Url());

        Assert.True(result.ExitCode == 0, result.Error);
        foreach (var words in new[] { "── AUTH TLS ──", "ClientHello", "── PASS *** ──", "data connection 1", "resumed", "── QUIT ──" })
            Assert.Contains(words, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(FtpsServer.Password, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("html", "<!DOCTYPE html>")]
    [InlineData("jsonl", "{\"format\":\"sealift-timeline\"")]
    [InlineData("mmd", "---")]
    [InlineData("txt", "Session with")]
    public async Task Any_command_writes_its_session_in_the_format_of_the_files_ending(string ending, string begin)
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var file = home.Combine("session." + ending);

        var result = await RunAsync(home, server, "ls", server.Url(), $"--trace={file}");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith(begin, text, StringComparison.Ordinal);
        Assert.Contains("QUIT", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FtpsServer.Password, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        if (ending == "svg") Assert.Equal("svg", XDocument.Parse(text).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_session_that_failed_is_drawn_as_well()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["ls", server.Url(), "--trace"], Login);

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("alert: unknown_ca", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("USER", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_drawn_later_and_redacted()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var file = home.Combine("session.jsonl");
        await RunAsync(home, server, "ls", server.Url(), $"--trace={file}");

        var result = await SealiftRun.RunAsync(home, ["trace", "--replay", file, "--redact"]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("── USER user-1 ──", result.Output, StringComparison.Ordinal);
        Assert.Contains("Session with address-1 port ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_support_bundle_holds_the_pictures_versions_settings_trust_and_the_certificates()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var (whole, redacted) = (home.Combine("whole.zip"), home.Combine("redacted.zip"));

        await RunAsync(home, server, "trace", server.Url(), $"--trace={whole}", "--tls-max", "1.2", "--profile", "none", "--client-name", "secret-host.example");
        await RunAsync(home, server, "trace", server.Url(), $"--trace={redacted}", "--redact", "--tls-max", "1.2", "--client-name", "secret-host.example");

        Assert.Equal(
            ["certificates.pem", "settings.txt", "timeline.html", "timeline.jsonl", "timeline.txt", "trust.txt", "versions.txt"],
            Entries(whole).Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("certificates.pem", Entries(redacted).Keys);
        Assert.All(Entries(redacted).Values, text => Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal));
        Assert.All(Entries(redacted).Values, text => Assert.DoesNotContain("secret-host", text, StringComparison.Ordinal));
        Assert.All(Entries(whole).Values, text => Assert.DoesNotContain(FtpsServer.Password, text, StringComparison.Ordinal));
        var sent = new X509Certificate2Collection();
        sent.ImportFromPem(Entries(whole)["certificates.pem"]);
        Assert.Equal(server.Certificate.Certificate.Thumbprint, sent[0].Thumbprint);
        Assert.Matches("trusted: it chains to a given root .* and names 127.0.0.1", Entries(whole)["trust.txt"]);
        var settings = Entries(whole)["settings.txt"];
        Assert.All(KnownSettings.All, setting => Assert.Matches($@"(?m)^    {setting.Name} +\S", settings));
        foreach (var row in new[] { @"tls-max +1\.2", "profile +none", "client-name +secret-host.example", "pin +default" }) Assert.Matches($"(?m)^    {row}$", settings);
        foreach (var row in new[] { @"tls-max +1\.2", "client-name +given", "ca +given" }) Assert.Matches($"(?m)^    {row}$", Entries(redacted)["settings.txt"]);
    }

    [Fact]
    public async Task A_support_bundle_of_a_refused_certificate_has_the_certificate_and_the_refusal()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var file = home.Combine("refused.zip");

        await SealiftRun.RunAsync(home, ["ls", server.Url(), $"--trace={file}"], Login);

        Assert.Contains("BEGIN CERTIFICATE", Entries(file)["certificates.pem"], StringComparison.Ordinal);
        Assert.Contains("not trusted", Entries(file)["trust.txt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_sessions_have_numbered_files_that_are_told_and_one_bundle()
    {
        await using var one = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        await File.WriteAllTextAsync(one.Files.Combine("a"), "content", TestContext.Current.CancellationToken);
        var (page, bundle) = (home.Combine("copy.html"), home.Combine("copy.zip"));

        var drawn = await RunAsync(home, one, "cp", one.Url("a"), one.Url("b"), "--relay", $"--trace={page}");
        var bundled = await RunAsync(home, one, "cp", one.Url("a"), one.Url("c"), "--relay", $"--trace={bundle}");
        var shown = await RunAsync(home, one, "cp", one.Url("a"), one.Url("d"), "--relay", "--trace");

        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Contains($"2 sessions are drawn in {page}, {home.Combine("copy-2.html")}", drawn.Error, StringComparison.Ordinal);
        Assert.Contains("Session 2 of 2 with 127.0.0.1", await File.ReadAllTextAsync(home.Combine("copy-2.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(bundled.ExitCode == 0, bundled.Error);
        Assert.False(File.Exists(home.Combine("copy-2.zip")));
        Assert.Equal(
            ["certificates-2.pem", "certificates.pem", "settings.txt", "timeline-2.html", "timeline-2.jsonl", "timeline-2.txt", "timeline.html", "timeline.jsonl", "timeline.txt", "trust.txt", "versions.txt"],
            Entries(bundle).Keys.Order(StringComparer.Ordinal));
        Assert.Contains("session 1, 2", Entries(bundle)["settings.txt"], StringComparison.Ordinal);
        foreach (var title in new[] { "Session 1 of 2 with", "Session 2 of 2 with" }) Assert.Contains(title, shown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trust add", 4)]
    [InlineData("cert show", 0)]
    [InlineData("doctor", 1)]
    public async Task Commands_that_only_look_at_a_server_draw_what_they_did(string command, int code)
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var result = await SealiftRun.RunAsync(home, [.. command.Split(' '), $"127.0.0.1:{server.Port}", "--trace"]);

        Assert.True(result.ExitCode == code, result.Error);
        foreach (var words in new[] { "Session ", "AUTH TLS", "Certificate", "issued by" }) Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("── PASS", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_the_queue_is_drawn_when_it_runs()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        home.Write("a", "1"u8.ToArray());
        var added = await RunAsync(home, server, "queue", "add", home.Combine("a"), server.Url("in/"));
        var file = home.Combine("job.jsonl");

        var result = await SealiftRun.RunAsync(home, ["queue", "run", $"--trace={file}"], Login);

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("\"STOR\"", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_did_not_connect_says_that_there_is_no_picture()
    {
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["doctor", "--list", "--trace=x.svg"]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("no picture", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(home.Combine("x.svg")));
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_a_picture_and_a_picture_that_cannot_be_written_hides_no_error()
    {
        using var dead = new DeadPort();
        using var home = new TempDirectory();

        var shown = await SealiftRun.RunAsync(home, ["ls", $"ftpes://127.0.0.1:{dead.Port}/", "--trace"]);
        var unwritable = await SealiftRun.RunAsync(home, ["ls", $"ftpes://127.0.0.1:{dead.Port}/", "--trace=absent/x.svg"]);

        Assert.Equal((3, 3), (shown.ExitCode, unwritable.ExitCode));
        foreach (var words in new[] { $"no TCP connection to 127.0.0.1:{dead.Port}", "refuses connections", "No connection was made" })
            Assert.Contains(words, shown.Error, StringComparison.Ordinal);
        foreach (var words in new[] { "refuses connections", "the session's picture could not be written" })
            Assert.Contains(words, unwritable.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_in_clear_text_ends_without_a_word_about_tls()
    {
        await using var peer = ScriptedFtpPeer.Start(static async session =>
        {
            await session.SendAsync("220 Welcome.");
            await session.AnswerUntilAsync("QUIT");
        });
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["stat", "--server", "--plaintext", $"ftp://{FtpsServer.User}@127.0.0.1:{peer.Port}/", "--trace"], Login);

        Assert.Contains("── QUIT ──", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("close_notify", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_that_is_not_there_is_told_as_any_other_file()
    {
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["trace", "--replay", "absent.jsonl"]);

        Assert.Equal(7, result.ExitCode);
        Assert.Contains("absent.jsonl: no such file. [SL-FILE-01]", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing at all", 2)]
    [InlineData("{\"format\":\"sealift-timeline\",\"version\":99,\"dropped\":0}", 2)]
    public async Task What_is_no_recording_is_refused_with_words(string content, int code)
    {
        using var home = new TempDirectory();
        var file = home.Write("bad.jsonl", System.Text.Encoding.UTF8.GetBytes(content));

        var result = await SealiftRun.RunAsync(home, ["trace", "--replay", file]);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains("record", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ending_without_a_format_is_told_before_anything_is_done()
    {
        using var home = new TempDirectory();

        var result = await SealiftRun.RunAsync(home, ["ls", "ftpes://127.0.0.1:1/", "--trace=session.png"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(".svg", result.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Login { get; } = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    private static Task<SealiftResult> RunAsync(TempDirectory home, FtpsServer server, params string[] arguments) =>
        SealiftRun.RunAsync(home, [.. arguments, "--ca", server.AuthorityFile], Login);

    private static Dictionary<string, string> Entries(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        return archive.Entries.ToDictionary(static entry => entry.Name, static entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        });
    }
}
