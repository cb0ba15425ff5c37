using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

/// <summary>"serve user" and "serve --users", as their user meets them.</summary>
public sealed class ServeUsersTests : IDisposable
{
    private const string Password = SealiftRun.Canary + "-user";

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public ServeUsersTests()
    {
        _home.Write("pw", Encoding.UTF8.GetBytes(Password + "\n"));
    }

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Users_are_added_shown_changed_and_taken_out()
    {
        var added = await UserAsync("add", "anna", "--root", "anna", "--create-root", "--rights", "read,list", "--quota", "10G", "--sessions", "2", "--allow-from", "127.0.0.0/8", "--password-file", "pw");
        Assert.Equal("", added.Output);
        var generated = await UserAsync("add", "bert");
        Assert.Matches("^password  [0-9A-Za-z]{20}$", generated.Lines.Single());
        await UserAsync("add", "anonymous", "--anonymous", "--root", _files.Path);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.Combine("users.toml")));

        Assert.Equal(["anna", "bert", "anonymous"], (await UserAsync("ls")).Lines.Select(line => line.Split(' ')[0]));
        var shown = JsonDocument.Parse((await UserAsync("show", "anna", "--json")).Output).RootElement;
        Assert.Equal("password", shown.GetProperty("login").GetString());
        Assert.Equal("10G", shown.GetProperty("settings").GetProperty("quota")[0].GetString());
        Assert.DoesNotContain("pbkdf2", (await UserAsync("show", "anna")).Output + (await UserAsync("ls", "--json")).Output, StringComparison.Ordinal);

        var before = File.ReadAllText(_home.Combine("users.toml"));
        await UserAsync("passwd", "anna", "--password-file", "pw");
        Assert.NotEqual(before, File.ReadAllText(_home.Combine("users.toml")));
        await UserAsync("rm", "bert");
        Assert.Equal(["anna", "anonymous"], (await UserAsync("ls")).Lines.Select(line => line.Split(' ')[0]));
    }

    [Theory]
    [InlineData(2, "already", "add", "anna", "--password-file", "pw")]
    [InlineData(2, "anna?", "rm", "ana")]
    [InlineData(2, "--rights", "add", "x", "--rights", "read,fly")]
    [InlineData(2, "--allow-from", "add", "x", "--allow-from", "10.0.0.0/33")]
    [InlineData(2, "anonymous", "add", "x", "--anonymous", "--password-file", "pw")]
    [InlineData(2, "--host", "add", "x", "--host", "a b", "--password-file", "pw")]
    public async Task What_cannot_be_is_said_and_the_file_stays(int code, string words, params string[] arguments)
    {
        await UserAsync("add", "anna", "--password-file", "pw");
        var before = File.ReadAllText(_home.Combine("users.toml"));

        var result = await SealiftRun.RunAsync(_home, ["serve", "user", arguments[0], "users.toml", .. arguments[1..]]);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_home.Combine("users.toml")));
    }

    [Theory]
    [InlineData(7, "line 2, column 1", "[user.anna]\nrigths = []\n")]
    [InlineData(7, "does not exist", "[user.anna]\nanonymous = true\nroot = \"absent\"\n")]
    [InlineData(7, "there twice", "[user.anna]\nanonymous = true\n[user.anna]\nanonymous = true\n")]
    [InlineData(7, "no user", "# nobody\n")]
    [InlineData(7, "absent.pem", "[host.h]\ncert = \"absent.pem\"\n[host.h.user.anna]\nanonymous = true\n")]
    public async Task A_bad_file_of_users_is_said_before_anything_listens(int code, string words, string text)
    {
        _home.Write("users.toml", Encoding.UTF8.GetBytes(text));

        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--users", "users.toml"]);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData(2, "--user", "--users", "users.toml", "--user", "x")]
    [InlineData(2, "--read-only", "--users", "users.toml", "--read-only")]
    [InlineData(7, "no such file", "--users", "absent.toml")]
    [InlineData(2, "3 ports", "--passive-ports", "50000-50002")]
    [InlineData(2, "100 ports for 101", "--passive-ports", "50000-50099", "--max-sessions", "101")]
    [InlineData(2, "--max-sessions", "--max-sessions", "0")]
    [InlineData(2, "--min-rate", "--min-rate", "0")]
    [InlineData(7, "absent.pem", "--cert", "absent.pem")]
    public async Task Options_that_cannot_work_are_said_before_anything_listens(int code, string words, params string[] options)
    {
        _home.Write("users.toml", "[user.anonymous]\nanonymous = true\n"u8);

        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", .. options]);

        Assert.Equal(code, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_certificate_and_a_key_that_do_not_belong_together_or_cannot_be_read_are_said()
    {
        using var certificates = new TestCertificates();
        var (one, other) = (certificates.IssueServer(), certificates.IssueServer());
        _home.Write("noise.pem", "no certificate"u8);

        var mismatch = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--cert", one.CertificateFile, "--key", other.KeyFile]);
        var noise = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--cert", "noise.pem"]);

        Assert.All([mismatch, noise], result =>
        {
            Assert.Equal(4, result.ExitCode);
            Assert.Contains("hint: ", result.Error, StringComparison.Ordinal);
            Assert.Equal("", result.Output);
        });
    }

    [Fact]
    public async Task Serve_lets_the_users_of_the_file_log_in_and_reads_it_again()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed: apt-get install curl");
        Directory.CreateDirectory(_home.Combine("anna"));
        _home.Write("anna/hers.txt", "hers"u8);
        _files.Write("all.txt", "for all"u8);
        _home.Write("large", new byte[1025]);
        await UserAsync("add", "anna", "--root", "anna", "--quota", "1029", "--password-file", "pw");
        await using var server = SealiftRun.Start(_home, ["serve", _files.Path, "--port", "0", "--users", "users.toml", "--anonymous", "--json"], readsOutput: false);
        var card = JsonDocument.Parse((await server.Output.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        var port = new Uri(card.GetProperty("urls")[0].GetString()!).Port;

        Assert.Equal(JsonValueKind.Null, card.GetProperty("user").ValueKind);
        Assert.Equal(_home.Combine("users.toml"), card.GetProperty("users").GetString());
        Assert.Equal((0, "hers.txt"), await CurlAsync(port, "anna", Password, "", "-l"));
        Assert.Equal((0, "all.txt"), await CurlAsync(port, "anonymous", "me@example.org", "", "-l"));
        Assert.Equal(67, (await CurlAsync(port, "bert", Password, "", "-l")).Code);
        Assert.Equal(0, (await CurlAsync(port, "anna", Password, "large", "-T", _home.Combine("large"))).Code);
        Assert.NotEqual(0, (await CurlAsync(port, "anna", Password, "more", "-T", _home.Combine("large"))).Code);
        Assert.NotEqual(0, (await CurlAsync(port, "anonymous", "me@example.org", "large", "-T", _home.Combine("large"))).Code);
        Assert.Equal(["hers.txt", "large"], Directory.GetFiles(_home.Combine("anna")).Select(Path.GetFileName).Order());

        await UserAsync("add", "bert", "--password-file", "pw");
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await CurlAsync(port, "bert", Password, "", "-l")).Code != 0) await Task.Delay(500, bound.Token);

        server.Signal(PosixSignal.SIGTERM);
        var ended = await server.EndAsync();
        Assert.Equal(0, ended.ExitCode);
    }

    private async Task<SealiftResult> UserAsync(string command, params string[] arguments)
    {
        var result = await SealiftRun.RunAsync(_home, ["serve", "user", command, "users.toml", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private static async Task<(int Code, string Output)> CurlAsync(int port, string user, string password, string path, params string[] options)
    {
        using var curl = Process.Start(new ProcessStartInfo(
            "/usr/bin/curl", ["-sS", "-k", "--ssl-reqd", "--max-time", "60", "-u", $"{user}:{password}", .. options, $"ftp://127.0.0.1:{port}/{path}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (curl.StandardOutput.ReadToEndAsync(), curl.StandardError.ReadToEndAsync());
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        await errors;
        return (curl.ExitCode, (await output).Trim());
    }
}
