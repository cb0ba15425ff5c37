using System.Text;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>The commands of "sealift cert".</summary>
public sealed class CertificateTests : IDisposable
{
    private const string Passphrase = SealiftRun.Canary + "-passphrase";

    private readonly TempDirectory _home = new();

    public CertificateTests()
    {
        _home.Write("pass", Encoding.UTF8.GetBytes(Passphrase + "\n"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_authority_signs_a_request_and_files_of_keys_are_private()
    {
        await SucceedAsync("cert", "new", "our-ca", "--ca", "--passphrase-file", "pass");
        await SucceedAsync("cert", "csr", "anna", "--name", "anna@example.org", "--passphrase-file", "pass");
        await SucceedAsync("cert", "sign", "anna.csr", "--ca", "our-ca.pem", "--passphrase-file", "pass");
        var shown = Assert.Single((await SucceedAsync("cert", "show", "anna.pem", "--json")).Json);
        var key = Assert.Single((await SucceedAsync("cert", "show", "anna.key", "--json", "--passphrase-file", "pass")).Json);

        Assert.Equal("CN=anna", shown.GetProperty("subject").GetString());
        Assert.Equal("CN=our-ca", shown.GetProperty("issuer").GetString());
        Assert.Equal("email:anna@example.org", Assert.Single(shown.GetProperty("names").EnumerateArray()).GetString());
        Assert.Contains("clientAuth", shown.GetProperty("usage").EnumerateArray().Select(use => use.GetString()));
        Assert.Equal("valid", shown.GetProperty("expiry").GetString());
        Assert.Equal(shown.GetProperty("pin").GetString(), key.GetProperty("pin").GetString());
        Assert.True(key.GetProperty("encrypted").GetBoolean());
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", await ReadAsync("anna.key"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var name in new[] { "anna.key", "our-ca.key" })
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.Combine(name)));
        }

        Assert.Empty(Directory.GetFiles(_home.Path, "*.tmp"));
    }

    [Fact]
    public async Task Nothing_that_exists_is_replaced_without_force()
    {
        await SucceedAsync("cert", "new", "a", "--client", "--passphrase-file", "pass");
        var before = await ReadAsync("a.key");
        File.Delete(_home.Combine("a.pem"));

        var refused = await RunAsync("cert", "new", "a", "--client", "--passphrase-file", "pass");
        var kept = await ReadAsync("a.key");
        await SucceedAsync("cert", "new", "a", "--client", "--passphrase-file", "pass", "--force");

        AssertFails(7, "a.key exists, and was left as it is", refused);
        Assert.Equal(before, kept);
        Assert.NotEqual(before, await ReadAsync("a.key"));
    }

    [Fact]
    public async Task A_renewal_with_the_same_key_keeps_the_pin_and_the_key_file()
    {
        var first = Assert.Single((await SucceedAsync("cert", "new", "a", "--client", "--passphrase-file", "pass", "--json")).Json);
        var before = await ReadAsync("a.key");
        var second = Assert.Single((await SucceedAsync("cert", "new", "b", "--client", "--key", "a.key", "--passphrase-file", "pass", "--json")).Json);

        Assert.Equal(first.GetProperty("pin").GetString(), second.GetProperty("pin").GetString());
        Assert.NotEqual(first.GetProperty("fingerprint").GetString(), second.GetProperty("fingerprint").GetString());
        Assert.Equal(before, await ReadAsync("a.key"));
        Assert.False(File.Exists(_home.Combine("b.key")));
    }

    [Fact]
    public async Task A_certificate_goes_to_pfx_and_back()
    {
        await SucceedAsync("cert", "new", "a", "--server", "--name", "ftp.example.org", "--key-type", "rsa-2048", "--passphrase-file", "pass");
        await SucceedAsync("cert", "export", "a.pem", "a.pfx", "--key", "a.key", "--passphrase-file", "pass", "--new-passphrase-file", "pass");
        await SucceedAsync("cert", "export", "a.pfx", "b.pem", "--passphrase-file", "pass", "--new-passphrase-file", "pass");
        await SucceedAsync("cert", "export", "a.pfx", "public.pem", "--passphrase-file", "pass", "--no-key");
        await SucceedAsync("cert", "export", "b.pem", "a.der");
        var legacy = await SucceedAsync("cert", "export", "a.pfx", "old.p12", "--legacy", "--passphrase-file", "pass", "--new-passphrase-file", "pass");

        Assert.Contains("warning: ", legacy.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", await ReadAsync("public.pem"), StringComparison.Ordinal);
        Assert.Contains("ENCRYPTED PRIVATE KEY", await ReadAsync("b.pem"), StringComparison.Ordinal);
        var prints = new HashSet<string?>();
        foreach (var name in new[] { "a.pem", "a.pfx", "b.pem", "public.pem", "a.der", "old.p12" })
        {
            var shown = (await SucceedAsync("cert", "show", name, "--json", "--passphrase-file", "pass")).Json[0];
            prints.Add(shown.GetProperty("fingerprint").GetString());
        }

        Assert.Single(prints);
    }

    [Fact]
    public async Task An_unencrypted_key_has_to_be_asked_for_and_warns()
    {
        var refused = await RunAsync("cert", "new", "a", "--client");
        var made = await SucceedAsync("cert", "new", "a", "--client", "--no-passphrase");

        AssertFails(2, "there is no passphrase for a.key", refused);
        Assert.Contains("warning: a.key is not encrypted", made.Error, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await ReadAsync("a.key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_gives_the_passphrase_too()
    {
        var variable = new Dictionary<string, string?> { ["SEALIFT_CERT_PASSWORD"] = Passphrase };

        Assert.Equal(0, (await SealiftRun.RunAsync(_home, ["cert", "new", "a", "--client"], variable)).ExitCode);
        Assert.Equal(0, (await SealiftRun.RunAsync(_home, ["cert", "show", "a.key"], variable)).ExitCode);
        AssertFails(4, "is encrypted, and no passphrase was given", await RunAsync("cert", "show", "a.key"));
    }

    [Fact]
    public async Task Mistakes_are_told_with_a_way_out_and_leave_nothing_behind()
    {
        await SucceedAsync("cert", "new", "leaf", "--client", "--passphrase-file", "pass");
        await SucceedAsync("cert", "new", "other", "--ca", "--passphrase-file", "pass");
        await SucceedAsync("cert", "csr", "a", "--passphrase-file", "pass");
        _home.Write("wrong", "another passphrase\n"u8);
        _home.Write("text.pem", "hello"u8);
        var before = Directory.GetFiles(_home.Path).Order().ToList();

        AssertFails(2, "say what the certificate is for", await RunAsync("cert", "new", "x"));
        AssertFails(2, "--ca contradicts --client", await RunAsync("cert", "new", "x", "--ca", "--client"));
        AssertFails(2, "--subject is no distinguished name", await RunAsync("cert", "new", "x", "--client", "--subject", "nobody"));
        AssertFails(2, "--name takes a host name", await RunAsync("cert", "new", "x", "--client", "--name", "a b"));
        AssertFails(2, "--days takes a number", await RunAsync("cert", "new", "x", "--client", "--days", "0"));
        AssertFails(7, "no such directory", await RunAsync("cert", "new", "absent/x", "--client", "--passphrase-file", "pass"));
        AssertFails(4, "is not an authority's", await RunAsync("cert", "sign", "a.csr", "--ca", "leaf.pem", "--passphrase-file", "pass", "--out", "x.pem"));
        AssertFails(4, "does not belong to the certificate", await RunAsync("cert", "sign", "a.csr", "--ca", "other.pem", "--ca-key", "leaf.key", "--passphrase-file", "pass", "--out", "x.pem"));
        AssertFails(4, "The passphrase does not open", await RunAsync("cert", "sign", "a.csr", "--ca", "other.pem", "--passphrase-file", "wrong", "--out", "x.pem"));
        AssertFails(4, "is not one signing request: it holds a certificate", await RunAsync("cert", "sign", "leaf.pem", "--ca", "other.pem", "--out", "x.pem"));
        AssertFails(7, "absent.csr: no such file", await RunAsync("cert", "sign", "absent.csr", "--ca", "other.pem"));
        AssertFails(4, "neither PEM nor DER nor PFX", await RunAsync("cert", "show", "text.pem"));
        AssertFails(7, "no such file", await RunAsync("cert", "show", "absent.pem"));
        AssertFails(2, "does not say what to write", await RunAsync("cert", "export", "leaf.pem", "x.txt"));
        AssertFails(4, "holds no private key", await RunAsync("cert", "export", "leaf.pem", "x.pfx", "--passphrase-file", "pass"));

        Assert.Equal(before, Directory.GetFiles(_home.Path).Order());
    }

    [Fact]
    public async Task A_servers_certificate_is_shown_without_a_login()
    {
        await using var server = await FtpsServer.StartAsync();

        var explicitly = await SucceedAsync("cert", "show", $"127.0.0.1:{server.Port}");
        var implicitly = await SucceedAsync("cert", "show", $"ftps://127.0.0.1:{server.ImplicitPort}", "--json");

        Assert.Contains(server.Pin, explicitly.Output, StringComparison.Ordinal);
        Assert.Contains("not trusted:", explicitly.Output, StringComparison.Ordinal);
        Assert.Equal(server.Pin, implicitly.Json[0].GetProperty("pin").GetString());
        Assert.False(implicitly.Json[0].GetProperty("trusted").GetBoolean());
    }

    [Fact]
    public async Task A_certificate_made_here_serves()
    {
        await SucceedAsync("cert", "new", "our-ca", "--ca", "--passphrase-file", "pass");
        await SucceedAsync("cert", "csr", "localhost", "--server", "--passphrase-file", "pass");
        await SucceedAsync("cert", "sign", "localhost.csr", "--ca", "our-ca.pem", "--passphrase-file", "pass");
        var environment = new Dictionary<string, string?> { ["SEALIFT_CERT_PASSWORD"] = Passphrase, ["SEALIFT_PASSWORD"] = SealiftRun.Canary };
        await using var serving = SealiftRun.Start(
            _home, ["serve", ".", "--cert", "localhost.pem", "--key", "localhost.key", "--port", "0", "--listen", "127.0.0.1", "--json"], environment, readsOutput: false);
        var line = await serving.Output.ReadLineAsync(Cancellation);
        var url = System.Text.Json.JsonDocument.Parse(line!).RootElement.GetProperty("urls")[0].GetString()!.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        var listed = await SealiftRun.RunAsync(_home, ["ls", url, "--ca", "our-ca.pem"], environment);

        Assert.True(listed.ExitCode == 0, listed.Error);
        Assert.Contains("our-ca.pem", listed.Lines);
    }

    public void Dispose() => _home.Dispose();

    private static void AssertFails(int code, string what, SealiftResult result)
    {
        Assert.True(code == result.ExitCode, $"exit code {result.ExitCode} instead of {code}\n{result.Error}\n{result.Output}");
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", result.Error, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_home.Combine(name), Cancellation);

    private Task<SealiftResult> RunAsync(params string[] arguments) => SealiftRun.RunAsync(_home, arguments);

    private async Task<SealiftResult> SucceedAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.ExitCode}\n{result.Error}");
        return result;
    }
}
