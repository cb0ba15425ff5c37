using System.IO.Compression;
using System.Xml.Linq;
using Sealift.Cli.Tests.Runs;
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
        Assert.Contains("alert: bad_certificate", result.Error, StringComparison.Ordinal);
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
        Assert.DoesNotContain("127.0.0.1", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_support_bundle_holds_the_pictures_versions_settings_and_the_certificate()
    {
        await using var server = await FtpsServer.StartAsync();
        using var home = new TempDirectory();
        var (whole, redacted) = (home.Combine("whole.zip"), home.Combine("redacted.zip"));

        await RunAsync(home, server, "trace", server.Url(), $"--trace={whole}");
        await RunAsync(home, server, "trace", server.Url(), $"--trace={redacted}", "--redact");

        Assert.Equal(
            ["certificate.pem", "settings.txt", "timeline.html", "timeline.jsonl", "timeline.txt", "versions.txt"], Entries(whole).Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("certificate.pem", Entries(redacted).Keys);
        Assert.All(Entries(redacted).Values, text => Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal));
        Assert.All(Entries(whole).Values, text => Assert.DoesNotContain(FtpsServer.Password, text, StringComparison.Ordinal));
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
