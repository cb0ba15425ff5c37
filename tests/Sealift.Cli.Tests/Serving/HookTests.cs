using System.Text;
using System.Text.Json;
using Sealift.Cli.Serving.Hooks;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Serving;

[Trait("Threat", "T35")]
public sealed class HookTests : IDisposable
{
    private const string Secret = "0123456789abcdef-secret";

    private readonly TempDirectory _home = new();
    private readonly TempDirectory _files = new();

    public void Dispose()
    {
        _home.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task An_upload_runs_a_command_with_its_facts_as_they_are_and_without_the_servers_secrets()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        var seen = _home.Combine("seen");
        var program = Program($"printf '%s\\n' \"$@\" \"$SEALIFT_EVENT\" \"$SEALIFT_USER\" > {seen}.new; env >> {seen}.new; mv {seen}.new {seen}");
        WriteHooks($$"""
            [done]
            on = ["upload"]
            paths = ["*.bin"]
            command = ["{{program}}", "--file", "{file}", "{path}", "{bytes}"]
            """);
        _home.Write("local", new byte[1234]);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--hooks", "hooks.toml"], new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = "/nonexistent" });

        await server.CurlAsync("other.txt", ServedDirectory.Password, "-T", "local");
        await server.CurlAsync("a%20%24%28id%29%3B%22.bin", ServedDirectory.Password, "-T", "local");
        await ServedDirectory.WaitUntilAsync(() => File.Exists(seen));

        var lines = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal(["--file", _files.Combine("a $(id);\".bin"), "/a $(id);\".bin", "1234", "upload", "anna"], lines[..6]);
        Assert.DoesNotContain(lines, line => line.Contains(SealiftRun.Canary, StringComparison.Ordinal) || line.StartsWith("NOTIFY_SOCKET", StringComparison.Ordinal));
        var ended = await server.StopAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Single(ended.Error.Split('\n'), line => line.Contains("Hook done: upload of session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_web_address_that_fails_is_told_again_with_the_same_number_and_a_signature()
    {
        await using var receiver = new WebhookReceiver(503, 429);
        _home.Write("secret", Encoding.ASCII.GetBytes(Secret + "\n"));
        WriteHooks($"""
            [tell]
            on = ["login-failed"]
            url = "{receiver.Url}"
            secret-file = "secret"
            """);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--hooks", "hooks.toml"]);

        await server.CurlAsync("", "wrong");
        await ServedDirectory.WaitUntilAsync(() => receiver.Requests.Count == 3);

        var (head, body) = receiver.Requests[2];
        Assert.Equal("login-failed", JsonDocument.Parse(body).RootElement.GetProperty("event").GetString());
        Assert.Single(receiver.Requests.Select(request => Header(request.Head, "X-Sealift-Delivery")).Distinct(StringComparer.Ordinal));
        Assert.Equal(
            "sha256=" + HookPost.Sign(Encoding.ASCII.GetBytes(Secret), Header(head, "X-Sealift-Timestamp"), Encoding.ASCII.GetBytes(body)), Header(head, "X-Sealift-Signature"));
        Assert.Equal("POST /hook?key=1 HTTP/1.1", head.Split("\r\n")[0]);
        var ended = await server.StopAsync();
        Assert.DoesNotContain(Secret, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(receiver.Url, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_https_address_must_show_a_certificate_of_the_authority_that_is_trusted()
    {
        using var certificates = new TestCertificates();
        await using var receiver = new WebhookReceiver(certificates.IssueServer().Certificate, []);
        WriteHooks($"""
            [known]
            on = ["login"]
            url = "{receiver.Url}"
            ca = "{certificates.AuthorityFile}"
            attempts = 1

            [unknown]
            on = ["login"]
            url = "{receiver.Url}"
            attempts = 1
            """);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--hooks", "hooks.toml"]);

        await server.CurlAsync("", ServedDirectory.Password);
        await ServedDirectory.WaitUntilAsync(() => receiver.Requests.Count == 2);
        var ended = await server.StopAsync();

        Assert.Single(receiver.Requests, request => request.Head.StartsWith("POST /hook?key=1 HTTP/1.1\r\nHost: 127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains("Hook known: login of session 1 done", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Hook unknown: login of session 1 given up", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_will_not_change_is_not_tried_again_and_a_command_that_hangs_is_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        await using var receiver = new WebhookReceiver(404);
        WriteHooks($"""
            [gone]
            on = ["login"]
            url = "{receiver.Url}"

            [slow]
            on = ["login"]
            command = ["{Program("exec sleep 1000")}"]
            timeout = "200ms"

            [wrong]
            on = ["login"]
            command = ["{Program($"echo this went wrong; touch {_home.Combine("ran")}; exit 3", "wrong.sh")}"]
            """);
        await using var server = await ServedDirectory.StartAsync(_home, _files, ["--hooks", "hooks.toml"]);

        await server.CurlAsync("", ServedDirectory.Password);
        await ServedDirectory.WaitUntilAsync(() => receiver.Requests.Count == 1 && File.Exists(_home.Combine("ran")));
        var ended = await server.StopAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Hook gone: login of session 1 given up after 1 attempts: status 404", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Hook slow: login of session 1 given up after 1 attempts: not done in 0.2 s", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Hook wrong: login of session 1 given up after 1 attempts: exit code 3: this went wrong", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a]\non = [\"upload\"]\ncomand = [\"/bin/true\"]", "line 3, column 1: the hook a has the key comand, which is not known.")]
    [InlineData("[a]\non = [\"uplaod\"]\ncommand = [\"/bin/true\"]", "line 2, column 1: there is no event uplaod")]
    [InlineData("[a]\non = [\"upload\"]", "line 1, column 1: the hook a needs either command or url.")]
    [InlineData("[a]\ncommand = [\"/bin/true\"]", "line 1, column 1: the hook a waits for nothing.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"true\"]", "true is no full path.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"/absent/program\"]", "/absent/program does not exist.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"/bin/sh\", \"--file={path}\"]", "{path} must be an argument of its own.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"/bin/sh\", \"{pth}\"]", "{pth} is nothing that an event has.")]
    [InlineData("[a]\non = [\"login-failed\"]\ncommand = [\"/bin/sh\", \"{user}\"]", "could pass for an option")]
    [InlineData("[a]\non = [\"lock-out\"]\ncommand = [\"/bin/sh\", \"{user}\"]", "could pass for an option")]
    [InlineData("[a]\non = [\"upload\"]\nurl = \"http://hooks.example.org/\"", "http:// tells everybody on the way")]
    [InlineData("[a]\non = [\"upload\"]\nurl = \"https://u:p@hooks.example.org/\"", "url has a password in it.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = \"/bin/true\"", "command is of the wrong type.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"/bin/sh\"]\nattempts = 0", "attempts is no number from 1 to 20.")]
    [InlineData("[\"a b\"]\non = [\"upload\"]\ncommand = [\"/bin/sh\"]", "cannot be the name of a hook.")]
    [InlineData("[a]\non = [\"upload\"]\ncommand = [\"/bin/sh\"]\nca = \"ca.pem\"", "line 4, column 1: ca says who may answer")]
    [InlineData("[a\non = 3", "line 1, column ")]
    [InlineData("on = [\"upload\"]", "the key on stands before any hook.")]
    public async Task What_a_file_of_hooks_cannot_mean_is_said_with_its_place_before_anything_listens(string hooks, string problem)
    {
        WriteHooks(hooks);

        var result = await SealiftRun.RunAsync(_home, ["serve", _files.Path, "--port", "0", "--hooks", "hooks.toml"]);

        Assert.Equal(7, result.ExitCode);
        Assert.Contains("hooks.toml, line ", result.Error, StringComparison.Ordinal);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
        Assert.Contains("SL-SERVE-02", result.Error, StringComparison.Ordinal);
    }

    private static string Header(string head, string name) =>
        head.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    private string Program(string script, string name = "hook.sh")
    {
        var path = _home.Write(name, Encoding.UTF8.GetBytes("#!/bin/sh\n" + script + "\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private void WriteHooks(string text) => _home.Write("hooks.toml", Encoding.UTF8.GetBytes(text));
}
