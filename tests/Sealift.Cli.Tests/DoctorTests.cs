using System.Globalization;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class DoctorTests : CommandTests
{
    private string Host => string.Create(CultureInfo.InvariantCulture, $"localhost:{Server.Port}");

    [Fact]
    public async Task A_healthy_server_is_exit_code_0_with_a_verdict_first()
    {
        var result = await RunAsync("doctor", Host, "--user", FtpsServer.User, "--only", "SL-CERT,SL-AUTH,SL-TLS-61");

        AssertExit(0, result);
        Assert.StartsWith($"localhost port {Server.Port}: no problems", result.Output, StringComparison.Ordinal);
        Assert.Contains("alice is logged in.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_exit_code_1_and_json_has_each_finding_and_the_report()
    {
        var result = await RunBareAsync("doctor", Host, "--json", "--only", "sl-cert-51,SL-CERT-52");

        AssertExit(1, result);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["finding", "finding", "report"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal("problem", lines[0].GetProperty("verdict").GetString());
        Assert.Equal(7, lines[0].GetProperty("remedies").EnumerateObject().Count());
        Assert.Equal("good", lines[1].GetProperty("verdict").GetString());
        Assert.Equal(1, lines[2].GetProperty("problems").GetInt32());
        Assert.Equal("sealift", lines[2].GetProperty("family").GetString());
    }

    [Fact]
    public async Task No_server_is_exit_code_3_with_a_report_all_the_same()
    {
        var result = await RunBareAsync("doctor", "no-such-host.invalid");

        AssertExit(3, result);
        Assert.Contains("no FTP server could be examined: the host is not known", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("doctor", "localhost", "--only", "SL-XYZ-99")]
    [InlineData("doctor", "localhost", "--list")]
    [InlineData("doctor", "ftp://localhost/", "--plaintext")]
    public async Task A_command_line_that_means_nothing_is_exit_code_2(params string[] arguments) => AssertExit(2, await RunBareAsync(arguments));

    [Fact]
    public async Task The_list_tells_all_checks_and_explain_tells_one()
    {
        var list = await RunBareAsync("doctor", "--list");
        var one = await RunBareAsync("explain", "sl-tls-54");

        AssertExit(0, list);
        Assert.Contains("SL-TLS-54", list.Output, StringComparison.Ordinal);
        AssertExit(0, one);
        Assert.Contains("TLSProtocol TLSv1.2 TLSv1.3", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_written_for_its_owner_only()
    {
        AssertExit(0, await RunAsync("doctor", Host, "--only", "SL-CERT-52", "--html=report.html"));

        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(Home.Combine("report.html"), Cancellation), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Home.Combine("report.html")));
    }

    [Fact]
    public async Task What_it_found_out_is_kept_and_shown_unless_that_is_not_wanted()
    {
        AssertExit(0, await RunAsync("doctor", Host, "--only", "SL-CERT-52", "--no-save"));
        Assert.False(File.Exists(Home.Combine(".local/state/sealift/servers")));

        AssertExit(0, await RunAsync("doctor", Host, "--only", "SL-CERT-52"));

        Assert.Contains($"localhost {Server.Port} ", await File.ReadAllTextAsync(Home.Combine(".local/state/sealift/servers"), Cancellation), StringComparison.Ordinal);
        var facts = await RunAsync("stat", "--server", $"ftpes://alice@{Host}/");
        Assert.Contains("by \"sealift doctor\"", facts.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sealift", "tls-max=1.2")]
    [InlineData("vsftpd", null)]
    public async Task A_part_of_the_checks_leaves_what_is_known_of_the_same_server(string family, string? kept)
    {
        var file = Home.Combine(".local/state/sealift/servers");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, $"localhost {Server.Port} 2026-01-01T00:00Z family={family} tls-max=1.2\n", Cancellation);

        AssertExit(0, await RunAsync("doctor", Host, "--only", "SL-CERT-52"));

        var note = Assert.Single(await File.ReadAllLinesAsync(file, Cancellation));
        Assert.Contains("family=sealift", note, StringComparison.Ordinal);
        Assert.Equal(kept is not null, note.Contains("tls-max", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Later_sessions_go_by_what_is_kept_and_options_count_more()
    {
        Directory.CreateDirectory(Home.Combine(".local/state/sealift"));
        await File.WriteAllTextAsync(Home.Combine(".local/state/sealift/servers"), $"localhost {Server.Port} 2026-01-01T00:00Z tls-max=1.2 pipelining=no\n", Cancellation);

        var known = await RunAsync("stat", "--server", $"ftpes://alice@{Host}/");
        var typed = await RunAsync("stat", "--server", $"ftpes://alice@{Host}/", "--tls-max", "1.3");

        Assert.Contains("TLS 1.2", known.Output, StringComparison.Ordinal);
        Assert.Contains("TLS 1.3", typed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_about_a_connection_ends_with_the_doctor_for_the_right_server()
    {
        using var dead = new DeadPort();

        var explicitly = await RunAsync("ls", $"ftpes://alice@127.0.0.1:{dead.Port}/");
        var implicitly = await RunAsync("ls", $"ftps://alice@127.0.0.1:{dead.Port}/");
        var elsewhere = await RunAsync("ls", $"ftpes://alice@{Host}/absent");

        Assert.EndsWith($"try: sealift doctor 127.0.0.1:{dead.Port}\n", explicitly.Error, StringComparison.Ordinal);
        Assert.EndsWith($"try: sealift doctor ftps://127.0.0.1:{dead.Port}\n", implicitly.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("try:", elsewhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_site_is_examined_by_its_name()
    {
        AssertExit(0, await RunBareAsync("site", "add", "printer", $"ftps://alice@localhost:{Server.ImplicitPort}/"));

        var result = await RunAsync("doctor", "printer:", "--only", "SL-CERT-53");

        AssertExit(0, result);
        Assert.StartsWith($"localhost port {Server.ImplicitPort}: no problems", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_never_shown()
    {
        var result = await SealiftRun.RunAsync(
            Home, ["doctor", Host, "--user", "alice", "--ca", Server.AuthorityFile, "--only", "SL-AUTH", "--json"], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = SealiftRun.Canary + "wrong" });

        AssertExit(1, result);
        Assert.Contains("The login is refused", result.Output, StringComparison.Ordinal);
    }
}
