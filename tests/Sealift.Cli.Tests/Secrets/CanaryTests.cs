using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.Client;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Tests.Secrets;

/// <summary>
/// A password that no failure may show: on no output, in no picture of a session, in no file that is left. The server of these tests has
/// another password, so that every login with the canary is refused.
/// </summary>
[Trait("Threat", "T33")]
public sealed class CanaryTests : CommandTests
{
    private const string ProxyPassword = Canary.Password;

    private static readonly string[] Pictures = ["t.txt", "t.svg", "t.html", "t.jsonl", "t.mmd", "t.zip"];

    // What the tests wrote themselves, and read: the places that a password is meant to be in.
    private static readonly string[] Sources = ["pw", "netrc", "pass"];

    public static TheoryData<string> Commands =>
    [
        "ls @U/", "ls --json @U/", "ls -R @U/", "get @U/a b", "get --json @U/a b", "put here @U/a", "put --json --verify here @U/a", "cp @U/a @V/b", "cat @U/a", "stat @U/a",
        "stat --server @U", "stat --server --json @U", "hash @U/a", "rm @U/a", "mkdir @U/a", "mv @U/a b", "chmod 644 @U/a", "trace @U/",
        "doctor @U --only SL-AUTH --only SL-DATA-51", "doctor @U --json --only SL-AUTH-51", "doctor @U --html=report.html --only SL-AUTH-51", "sync tree @U/a",
    ];

    public static TheoryData<string> Endings => [.. Pictures];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Wrong_password_is_shown_by_no_command(string line)
    {
        Home.Write("here", "text"u8);
        Directory.CreateDirectory(Home.Combine("tree"));
        var isDoctor = line.StartsWith("doctor", StringComparison.Ordinal);
        var words = line.Replace("@U", Server.Url().TrimEnd('/'), StringComparison.Ordinal).Replace("@V", Server.Url(host: "localhost").TrimEnd('/'), StringComparison.Ordinal).Split(' ');
        string[] trace = isDoctor ? [] : ["--trace=t.zip"];

        var result = await RunCanaryAsync(FromEnvironment, [.. words, "--ca", Server.AuthorityFile, .. trace]);

        Assert.True(result.ExitCode is 5 or 1, $"{result.ExitCode}: {result.Error}");
        AssertNowhere(result);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Wrong_password_is_in_no_picture_of_the_session(string picture)
    {
        var result = await RunCanaryAsync(FromEnvironment, "ls", "--json", Server.Url(), "--ca", Server.AuthorityFile, $"--trace={picture}", "--full");

        AssertError(5, result);
        Assert.True(File.Exists(Home.Combine(picture)));
        AssertNowhere(result);
    }

    [Fact]
    public async Task Password_is_shown_from_none_of_its_sources()
    {
        Home.Write("pw", Encoding.UTF8.GetBytes(Canary.Password + "\n"));
        Home.Write("netrc", Encoding.UTF8.GetBytes($"machine 127.0.0.1 login alice password {Canary.Password}\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Home.Combine("netrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var url = Server.Url().Replace("alice@", $"alice:{Canary.Escaped}@", StringComparison.Ordinal);

        AssertNowhere(await RunRefusedAsync([], Server.Url(), "--password-file", "pw"));
        AssertNowhere(await RunRefusedAsync(new() { ["NETRC"] = Home.Combine("netrc") }, Server.Url()));
        AssertNowhere(await RunRefusedAsync([], url));
        AssertNowhere(await RunRefusedAsync(FromEnvironment, Server.Url()));
    }

    [Fact]
    public async Task Password_of_the_vault_is_shown_neither_by_a_login_nor_by_a_wrong_passphrase()
    {
        Home.Write("pw", Encoding.UTF8.GetBytes(Canary.Password + "\n"));
        Home.Write("pass", "a long passphrase of the vault\n"u8);
        Home.Write("other", "another passphrase of the vault\n"u8);
        AssertExit(0, await RunCanaryAsync(
            [], "site", "add", "bank", Server.Url(), "--ca", Server.AuthorityFile, "--save-password", "--password-file", "pw", "--vault-passphrase-file", "pass"));

        var refused = await RunCanaryAsync([], "ls", "bank:", "--vault-passphrase-file", "pass", "--trace=t.zip");
        var wrong = await RunCanaryAsync([], "ls", "bank:", "--vault-passphrase-file", "other", "--trace=t.zip");

        AssertError(5, refused);
        AssertNowhere(refused);
        AssertError(5, wrong);
        AssertNowhere(wrong);
    }

    [Fact]
    public async Task Password_is_not_shown_where_no_connection_comes_about()
    {
        using var dead = new DeadPort();

        var refused = await RunCanaryAsync(FromEnvironment, "ls", "--json", $"ftpes://alice@127.0.0.1:{dead.Port}/", "--trace=t.zip");
        var unknown = await RunCanaryAsync(FromEnvironment, "ls", "ftpes://alice@no-such-host.invalid/", "--trace=t.zip");
        var untrusted = await RunCanaryAsync(FromEnvironment, "ls", "--json", Server.Url(), "--trace=t.zip");

        AssertError(3, refused);
        AssertNowhere(refused);
        AssertError(3, unknown);
        AssertNowhere(unknown);
        AssertError(4, untrusted);
        AssertNowhere(untrusted);
    }

    [Theory]
    [InlineData("cut", 3)]
    [InlineData("echo", 5)]
    [InlineData("nonsense", 3)]
    public async Task Password_is_shown_neither_after_a_cut_nor_by_a_server_that_repeats_it(string deed, int exitCode)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("PASS");
            if (deed == "echo") await session.SendAsync($"530-You said {Canary.Password}.\r\n530 No, not {Canary.Password.ToUpperInvariant()}.");
            if (deed == "nonsense") await session.SendBytesAsync("\0\x1\x2\r\n"u8.ToArray());
            await session.CloseAsync();
        });

        foreach (var picture in Pictures)
        {
            var result = await RunCanaryAsync(
                FromEnvironment, "ls", "--json", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!, $"--trace={picture}", "--full");

            Assert.True(result.ExitCode == exitCode, $"{result.ExitCode}: {result.Error}");
            AssertNowhere(result);
        }
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task Password_of_a_proxy_is_shown_by_no_refusal(string kind)
    {
        await using var proxy = kind == "http"
            ? ScriptedProxy.Start(async connection =>
            {
                await connection.ReadHeaderAsync();
                await connection.SendAsync("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
            })
            : ScriptedProxy.Start(async connection =>
            {
                // RFC 1928 section 3, RFC 1929 section 2: the methods, then name and password, which are refused.
                var methods = await connection.ReadAsync(2);
                await connection.ReadAsync(methods[1]);
                await connection.SendAsync(new byte[] { 5, 2 });
                var name = await connection.ReadAsync(2);
                await connection.ReadAsync(name[1]);
                await connection.ReadAsync((await connection.ReadAsync(1))[0]);
                await connection.SendAsync(new byte[] { 1, 1 });
            });

        var result = await RunCanaryAsync(
            new() { ["SEALIFT_PROXY_PASSWORD"] = ProxyPassword, ["SEALIFT_PASSWORD"] = Canary.Password },
            "ls", "--json", Server.Url(), "--ca", Server.AuthorityFile, "--proxy", proxy.Url(kind, "anna@"), "--trace=t.zip");

        AssertError(3, result);
        AssertNowhere(result);
    }

    [Fact]
    public async Task Wrong_password_is_in_no_log_and_no_exception()
    {
        var logger = new CollectingLogger();
        using var roots = Server.Certificate.Issuer;
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = Server.Port,
            Credential = FtpCredential.WithPassword(FtpsServer.User, Canary.Password),
            Trust = new TrustPolicy { Roots = [roots] },
            Logger = logger,
        };

        var failure = await Assert.ThrowsAsync<FtpAuthenticationException>(() => FtpClient.ConnectAsync(options, Cancellation));

        Assert.Contains("PASS ***", logger.Text, StringComparison.Ordinal);
        Canary.AssertAbsent("the log", Encoding.UTF8.GetBytes(logger.Text));
        Canary.AssertAbsent("the exception", Encoding.UTF8.GetBytes(failure.ToString()));
        Canary.AssertAbsent("the options", Encoding.UTF8.GetBytes(options.ToString()));
    }

    [Theory]
    [InlineData("raw S3cr3t-Ünï%40 raw")]
    [InlineData("S3cr3t-%C3%9Cn%C3%AF%2540")]
    [InlineData("UzNjcjN0LcOcbsOvJTQw")]
    [InlineData("YW5uYTpTM2NyM3Qtw5xuw68lNDA=")]
    [InlineData("{\"p\":\"S3cr3t-\\u00DCn\\u00EF%40\"}")]
    public void Search_finds_what_is_there(string text)
    {
        Assert.True(Canary.IsIn(Encoding.UTF8.GetBytes(text)));
        Assert.False(Canary.IsIn("an output without it"u8));
        Assert.True(Canary.IsIn(Encoding.Unicode.GetBytes(Canary.Password)));
    }

    [Fact]
    public void Search_finds_every_form_that_a_server_may_send()
    {
        foreach (var (form, bytes) in Canary.Echoes) Assert.True(Canary.IsIn(bytes), form);
    }

    private static Dictionary<string, string?> FromEnvironment => new() { ["SEALIFT_PASSWORD"] = Canary.Password };

    private Task<SealiftResult> RunCanaryAsync(Dictionary<string, string?> environment, params string[] words) =>
        SealiftRun.RunAsync(Home, words, environment);

    private async Task<SealiftResult> RunRefusedAsync(Dictionary<string, string?> environment, string url, params string[] words)
    {
        var result = await RunCanaryAsync(environment, ["ls", "--json", url, "--ca", Server.AuthorityFile, "--trace=t.zip", .. words]);
        AssertError(5, result);
        return result;
    }

    private void AssertNowhere(SealiftResult result)
    {
        Canary.AssertAbsent("stdout", Encoding.UTF8.GetBytes(result.Output));
        Canary.AssertAbsent("stderr", Encoding.UTF8.GetBytes(result.Error));
        foreach (var file in Directory.EnumerateFiles(Home.Path, "*", SearchOption.AllDirectories).Where(file => !Sources.Contains(Path.GetFileName(file))))
            Canary.AssertAbsent(Path.GetFileName(file), File.ReadAllBytes(file));
    }
}
