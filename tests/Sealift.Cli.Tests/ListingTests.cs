using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

public sealed class ListingTests : CommandTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", false)]
    [InlineData("localhost", true)]
    public async Task Names_are_listed_sorted_one_a_line(string host, bool isImplicit)
    {
        foreach (var name in (string[])["b.txt", "-dash", "with space", "Grüße.txt", "quote'\".txt"]) Server.Files.Write(name, []);
        Directory.CreateDirectory(Server.Files.Combine("dir"));

        var result = await RunAsync("ls", isImplicit ? Server.ImplicitUrl(host: host) : Server.Url(host: host));

        AssertExit(0, result);
        Assert.Equal(["-dash", "Grüße.txt", "b.txt", "dir", "quote'\".txt", "with space"], result.Lines);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task Both_tls_versions_can_be_demanded(string version)
    {
        Server.Files.Write("a", []);

        var result = await RunAsync("ls", Server.Url(), "--tls-min", version, "--tls-max", version);

        AssertExit(0, result);
        Assert.Equal(["a"], result.Lines);
    }

    [Fact]
    public async Task A_long_listing_shows_type_size_and_time_in_utc()
    {
        File.SetLastWriteTimeUtc(Server.Files.Write("a.txt", "hello\n"u8), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Directory.CreateDirectory(Server.Files.Combine("dir"));
        File.CreateSymbolicLink(Server.Files.Combine("link"), "a.txt");

        var result = await RunAsync("ls", "-l", Server.Url());

        AssertExit(0, result);
        Assert.Matches("^file +[^ ]+ +6  2020-01-02 03:04:05Z +a.txt$", result.Lines[0]);
        Assert.Matches("^directory +[^ ]+ +-  [0-9-]+ [0-9:]+Z +dir$", result.Lines[1]);
        Assert.Matches("^link .* link -> a.txt$", result.Lines[2]);
    }

    [Fact]
    public async Task A_recursive_listing_shows_paths_and_does_not_follow_links()
    {
        Directory.CreateDirectory(Server.Files.Combine("one/two"));
        Server.Files.Write("one/two/deep.txt", []);
        File.CreateSymbolicLink(Server.Files.Combine("one/loop"), "..");

        var result = await RunAsync("ls", "-R", Server.Url());

        AssertExit(0, result);
        Assert.Equal(["one", "one/loop", "one/two", "one/two/deep.txt"], result.Lines);
    }

    [Fact]
    public async Task Json_has_one_object_a_line_with_the_documented_fields()
    {
        File.SetLastWriteTimeUtc(Server.Files.Write("Grüße.txt", "hello\n"u8), new DateTime(2020, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc));

        var result = await RunAsync("ls", "--json", Server.Url());

        AssertExit(0, result);
        var entry = Assert.Single(result.Json);
        Assert.Equal(
            ["name", "path", "type", "size", "modified", "permissions", "owner", "group", "target", "sizeIsApproximate"],
            entry.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Grüße.txt", entry.GetProperty("name").GetString());
        Assert.Equal("Grüße.txt", entry.GetProperty("path").GetString());
        Assert.Equal("file", entry.GetProperty("type").GetString());
        Assert.Equal(6, entry.GetProperty("size").GetInt64());
        Assert.Equal("2020-01-02T03:04:05.678Z", entry.GetProperty("modified").GetString());
        Assert.All(result.OutputBytes, b => Assert.True(b is >= 0x20 and < 0x7F or (byte)'\n'));
    }

    [Fact]
    public async Task A_file_is_listed_as_itself()
    {
        Directory.CreateDirectory(Server.Files.Combine("dir"));
        Server.Files.Write("dir/a.txt", "hello\n"u8);

        var result = await RunAsync("ls", "-l", Server.Url("dir/a.txt"));

        AssertExit(0, result);
        Assert.EndsWith("  a.txt", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_directory_is_no_error_and_an_absent_one_is()
    {
        Directory.CreateDirectory(Server.Files.Combine("empty"));

        AssertExit(0, await RunAsync("ls", Server.Url("empty/")));
        AssertExit(0, await RunAsync("ls", Server.Url("empty")));
        AssertError(6, await RunAsync("ls", Server.Url("absent/")));
        AssertError(6, await RunAsync("ls", Server.Url("absent")));
    }

    [Fact]
    public async Task Stat_shows_the_facts_as_text_and_as_json()
    {
        File.SetLastWriteTimeUtc(Server.Files.Write("a b.txt", "hello\n"u8), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        var text = await RunAsync("stat", Server.Url("a%20b.txt"));
        var json = await RunAsync("stat", "--json", Server.Url("a%20b.txt"));

        AssertExit(0, text);
        Assert.Contains("name      a b.txt", text.Lines);
        Assert.Contains("size      6 bytes", text.Lines);
        Assert.Contains("modified  2020-01-02T03:04:05Z", text.Lines);
        Assert.Equal(6, Assert.Single(json.Json).GetProperty("size").GetInt64());
        AssertError(6, await RunAsync("stat", Server.Url("absent")));
    }

    [Fact]
    public async Task Stat_of_the_server_shows_what_it_says_and_the_profile_with_its_reasons()
    {
        var text = await RunAsync("stat", "--server", "--profile", "filezilla", Server.Url(""));
        var json = await RunAsync("stat", "--server", "--json", Server.Url(""));

        AssertExit(0, text);
        Assert.Contains(text.Lines, line => line.StartsWith("greeting", StringComparison.Ordinal));
        Assert.Contains(text.Lines, line => line.StartsWith("tls                   TLS 1.3, ", StringComparison.Ordinal));
        Assert.Contains(text.Lines, line => line.StartsWith("  security            AUTH TLS", StringComparison.Ordinal));
        Assert.Contains("profile               filezilla: FileZilla Server", text.Lines);
        Assert.Contains("chosen because        an option names it", text.Lines);
        Assert.Contains("  utf8                never", text.Lines);
        var facts = Assert.Single(json.Json);
        Assert.Equal("generic", facts.GetProperty("profile").GetProperty("id").GetString());
        Assert.Empty(facts.GetProperty("profile").GetProperty("rules").EnumerateArray());
        Assert.Contains("MLST", string.Concat(facts.GetProperty("features").EnumerateArray()), StringComparison.Ordinal);
        AssertError(2, await RunAsync("stat", "--server", "--profile", "wuftpd", Server.Url("")));
    }

    [Theory]
    [InlineData("ls")]
    [InlineData("ls -l")]
    [InlineData("ls --json")]
    public async Task A_line_that_cannot_be_read_is_shown_as_it_came_with_a_warning(string command)
    {
        const string Strange = "ls: reading directory '.': Input\u001b[31m/output error";
        await using var peer = ListPeer("-rw-r--r-- 1 a b 5 Jan  1  2020 plain\r\n" + Strange + "\r\n");

        var result = await SealiftRun.RunAsync(
            Home,
            [.. command.Split(' '), $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });

        AssertExit(0, result);
        Assert.Contains("warning: 1 line of the listing of the login directory could not be read", result.Error, StringComparison.Ordinal);
        if (command.EndsWith("json", StringComparison.Ordinal))
        {
            Assert.Equal(["file", "unreadable"], result.Json.Select(static entry => entry.GetProperty("type").GetString()));
            Assert.Equal(Strange, result.Json[1].GetProperty("name").GetString());
            Assert.Equal(System.Text.Json.JsonValueKind.Null, result.Json[1].GetProperty("path").ValueKind);
        }
        else
        {
            Assert.Contains("\\x1b[31m", result.Output, StringComparison.Ordinal);
            Assert.Contains(command == "ls -l" ? "unreadable " : "ls: reading directory", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_size_in_blocks_is_marked()
    {
        await using var peer = ListPeer("LOGIN.COM;2    3/3    4-NOV-1994 14:09:12  [A,B]  (RWED,RWED,RE,)\r\n");

        var result = await SealiftRun.RunAsync(
            Home,
            ["ls", "-l", $"ftpes://alice@127.0.0.1:{peer.Port}/", "--ca", peer.AuthorityFile!],
            new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });

        AssertExit(0, result);
        Assert.Matches(@"^file +RWED,RWED,RE, +~1536  1994-11-04 14:09:12 +LOGIN\.COM;2$", result.Lines[0]);
    }

    private static ScriptedFtpPeer ListPeer(string listing) => ScriptedFtpPeer.Start(async session =>
    {
        session.Answers["FEAT"] = "211-Features:\r\n EPSV\r\n211 End";
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync("LIST");
        await session.SendAsync("150 Here it comes.");
        var data = await session.Data.AcceptAsync();
        await data.SendAllAsync(System.Text.Encoding.UTF8.GetBytes(listing));
        await session.SendAsync("226 All sent.");
        await session.AnswerUntilEndAsync();
    });
}
