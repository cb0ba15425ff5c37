using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

[Trait("Threat", "T36")]
public sealed class TrustTests : CommandTests
{
    private static readonly Dictionary<string, string?> Password = new() { ["SEALIFT_PASSWORD"] = FtpsServer.Password };

    [Fact]
    public async Task An_unknown_certificate_is_exit_code_4_and_the_hint_is_the_command_that_trusts_it()
    {
        Server.Files.Write("a", []);

        var refused = await RunTrustingAsync("ls", Server.Url());

        AssertError(4, refused);
        var hint = refused.Error.Split('\n').First(line => line.StartsWith("hint: ", StringComparison.Ordinal));
        var command = hint[(hint.IndexOf("sealift trust add", StringComparison.Ordinal) + "sealift ".Length)..].Split(' ');
        AssertExit(0, await RunTrustingAsync(command));
        AssertExit(0, await RunTrustingAsync("ls", Server.Url()));
    }

    [Fact]
    public async Task A_pin_is_enough_and_a_wrong_pin_is_not()
    {
        AssertExit(0, await RunTrustingAsync("ls", Server.Url(), "--pin", Server.Pin));
        AssertExit(0, await RunTrustingAsync("ls", Server.Url(), "--pin", $"sha256//{new string('A', 43)}=", "--pin", Server.Pin));
        AssertError(4, await RunTrustingAsync("ls", Server.Url(), "--pin", $"sha256//{new string('A', 43)}="));
        AssertError(2, await RunTrustingAsync("ls", Server.Url(), "--pin", "sha256//short"));
    }

    [Fact]
    public async Task A_ca_file_is_enough_and_a_file_without_certificates_is_not()
    {
        Home.Write("empty.pem", "nothing"u8);

        AssertExit(0, await RunTrustingAsync("ls", Server.Url(), "--ca", Server.AuthorityFile));
        AssertError(7, await RunTrustingAsync("ls", Server.Url(), "--ca", "empty.pem"));
        AssertError(7, await RunTrustingAsync("ls", Server.Url(), "--ca", "absent.pem"));
    }

    [Fact]
    public async Task Insecure_works_and_warns_each_time()
    {
        for (var i = 0; i < 2; i++)
        {
            var result = await RunTrustingAsync("ls", Server.Url(), "--insecure");

            AssertExit(0, result);
            Assert.Contains("warning: --insecure", result.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Home.Combine("known_hosts")));
        AssertError(2, await RunTrustingAsync("ls", Server.Url(), "--insecure", "--pin", Server.Pin));
    }

    [Fact]
    public async Task Known_hosts_are_added_listed_and_removed()
    {
        var place = $"127.0.0.1:{Server.Port}";

        AssertExit(0, await RunTrustingAsync("trust", "add", place, "--pin", Server.Pin));
        AssertExit(0, await RunTrustingAsync("trust", "add", place, "--pin", Server.Pin));
        var listed = await RunTrustingAsync("trust", "ls", "--json");
        var text = await RunTrustingAsync("trust", "ls");
        AssertExit(0, await RunTrustingAsync("trust", "rm", place));

        var host = Assert.Single(listed.Json);
        Assert.Equal("127.0.0.1", host.GetProperty("host").GetString());
        Assert.Equal(Server.Port, host.GetProperty("port").GetInt32());
        Assert.Equal(Server.Pin, host.GetProperty("pin").GetString());
        Assert.StartsWith($"{place}  {Server.Pin}", Assert.Single(text.Lines), StringComparison.Ordinal);
        Assert.Empty((await RunTrustingAsync("trust", "ls")).Lines);
        AssertError(6, await RunTrustingAsync("trust", "rm", place));
    }

    [Fact]
    public async Task Trust_add_shows_the_certificate_and_adds_nothing_where_nobody_can_be_asked()
    {
        var result = await RunTrustingAsync("trust", "add", $"127.0.0.1:{Server.Port}");

        AssertError(4, result);
        Assert.Contains(Server.Pin, result.Error, StringComparison.Ordinal);
        Assert.Contains("DNS:localhost, IP:127.0.0.1", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.Combine("known_hosts")));
    }

    [Fact]
    public async Task Trust_add_looks_at_an_implicit_port_too()
    {
        var result = await RunTrustingAsync("trust", "add", $"ftps://127.0.0.1:{Server.ImplicitPort}");

        AssertError(4, result);
        Assert.Contains(Server.Pin, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_key_is_a_hard_stop_that_shows_both_and_even_a_valid_chain_does_not_help()
    {
        var other = $"sha256//{Convert.ToBase64String(new byte[32])}";
        AssertExit(0, await RunTrustingAsync("trust", "add", $"127.0.0.1:{Server.Port}", "--pin", other));

        var changed = await RunTrustingAsync("ls", Server.Url(), "--ca", Server.AuthorityFile);

        AssertError(4, changed);
        Assert.Contains(other, changed.Error, StringComparison.Ordinal);
        Assert.Contains(Server.Pin, changed.Error, StringComparison.Ordinal);
        AssertError(4, await RunTrustingAsync("trust", "add", $"127.0.0.1:{Server.Port}", "--pin", Server.Pin));
        Assert.Equal(other, Assert.Single((await RunTrustingAsync("trust", "ls", "--json")).Json).GetProperty("pin").GetString());
    }

    [Fact]
    public async Task Trust_show_tells_all_that_was_trusted()
    {
        var place = $"127.0.0.1:{Server.Port}";
        AssertExit(0, await RunTrustingAsync("trust", "add", place, "--pin", Server.Pin));

        var shown = await RunTrustingAsync("trust", "show", place);
        var json = await RunTrustingAsync("trust", "show", place, "--json");

        AssertExit(0, shown);
        Assert.Contains(Server.Pin, shown.Output, StringComparison.Ordinal);
        Assert.Contains("not recorded", shown.Output, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, Assert.Single(json.Json).GetProperty("expiry").ValueKind);
        AssertError(6, await RunTrustingAsync("trust", "show", "elsewhere"));
    }

    [Theory]
    [InlineData(29, "soon", "expires ")]
    [InlineData(31, "valid", "until ")]
    [InlineData(-1, "expired", "expired ")]
    public async Task The_list_of_trusted_servers_shows_which_certificates_end(int days, string expiry, string column)
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(days).AddMinutes(5).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Home.Write("known_hosts", System.Text.Encoding.ASCII.GetBytes(
            $"sealift-known-hosts 1\nftp.example.org:21 {Server.Pin} 2026-01-02T03:04:05Z 2020-01-01T00:00:00Z/{end} \"CN=a\" \"CN=b\" \"ftp.example.org\" \"RSA 2048\"\n"));

        var host = Assert.Single((await RunTrustingAsync("trust", "ls", "--json")).Json);
        var line = Assert.Single((await RunTrustingAsync("trust", "ls")).Lines);

        Assert.Equal(expiry, host.GetProperty("expiry").GetString());
        Assert.Equal(days, host.GetProperty("daysLeft").GetInt32());
        Assert.Equal("CN=b", host.GetProperty("issuer").GetString());
        Assert.Contains(column + end[..10], line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_warned_about_once()
    {
        await using var server = await FtpsServer.StartAsync(new TestCertificateOptions { ValidTo = TimeSpan.FromDays(29) });

        var result = await RunTrustingAsync("ls", server.Url(), "--ca", server.AuthorityFile);

        AssertExit(0, result);
        var warning = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Contains("the certificate of 127.0.0.1 expires on", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_list_refuses_a_certificate_on_it_and_a_file_that_is_none_is_exit_code_7()
    {
        File.Copy(Server.WriteRevocationList(revokesServer: true), Home.Combine("bad.crl"));
        File.Copy(Server.WriteRevocationList(revokesServer: false), Home.Combine("good.crl"));
        string[] ls = ["ls", Server.Url(), "--ca", Server.AuthorityFile];

        var refused = await RunTrustingAsync([.. ls, "--crl", "bad.crl"]);

        AssertError(4, refused);
        Assert.Contains("revoked on", refused.Error, StringComparison.Ordinal);
        AssertExit(0, await RunTrustingAsync([.. ls, "--crl", "good.crl"]));
        AssertError(4, await RunTrustingAsync("ls", Server.Url(), "--pin", Server.Pin, "--crl", "bad.crl"));
        AssertError(7, await RunTrustingAsync([.. ls, "--crl", "absent.crl"]));
        AssertError(7, await RunTrustingAsync([.. ls, "--crl", Server.AuthorityFile]));
        AssertError(2, await RunTrustingAsync([.. ls, "--crl-optional"]));
    }

    [Fact]
    public async Task A_client_certificate_whose_time_is_over_is_warned_about()
    {
        using var certificates = new TestKit.TestCertificates();
        var client = certificates.Issue(new TestKit.TestCertificateOptions { Names = [], CommonName = "alice", ForClient = true, ValidFrom = TimeSpan.FromDays(-9), ValidTo = TimeSpan.FromDays(-1) });

        var result = await RunTrustingAsync("ls", Server.Url(), "--pin", Server.Pin, "--cert", client.CertificateFile, "--key", client.KeyFile);

        Assert.Contains($"warning: your certificate {client.CertificateFile} (CN=alice) expired on", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_known_hosts_are_an_error_and_stay_as_they_are()
    {
        var damaged = "sealift what is this\n"u8.ToArray();
        Home.Write("known_hosts", damaged);

        AssertError(4, await RunTrustingAsync("ls", Server.Url()));
        AssertError(4, await RunTrustingAsync("trust", "ls"));
        AssertError(4, await RunTrustingAsync("trust", "add", "localhost", "--pin", Server.Pin));

        Assert.Equal(damaged, await File.ReadAllBytesAsync(Home.Combine("known_hosts"), Cancellation));
    }

    [Fact]
    public async Task A_client_certificate_is_loaded_and_a_missing_one_is_exit_code_7()
    {
        using var certificates = new TestKit.TestCertificates();
        var client = certificates.IssueClient("alice");

        AssertExit(0, await RunTrustingAsync("ls", Server.Url(), "--pin", Server.Pin, "--cert", client.CertificateFile, "--key", client.KeyFile));
        AssertError(7, await RunTrustingAsync("ls", Server.Url(), "--cert", "absent.pem"));
        AssertError(4, await RunTrustingAsync("ls", Server.Url(), "--cert", client.CertificateFile));
        AssertError(2, await RunTrustingAsync("ls", Server.Url(), "--key", client.KeyFile));
    }

    private Task<SealiftResult> RunTrustingAsync(params string[] arguments) => SealiftRun.RunAsync(Home, arguments, Password);
}
