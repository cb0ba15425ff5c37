using System.Security.Cryptography;
using System.Text.Json;
using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

/// <summary>sync, get -r and put -r as a user runs them.</summary>
public sealed class TreeTests : CommandTests
{
    [Fact]
    public async Task A_tree_goes_up_comes_down_and_is_then_the_same()
    {
        Write("site/index.html", "hello");
        Write("site/sub/üml äut.txt", "text");
        Write("site/zero", "");
        Directory.CreateDirectory(Home.Combine("site/empty"));
        File.SetLastWriteTimeUtc(Home.Combine("site/index.html"), new DateTime(2020, 2, 29, 12, 34, 56, DateTimeKind.Utc));

        var up = await RunAsync("sync", "site", Server.Url("www"));
        var again = await RunAsync("sync", "site", Server.Url("www"));
        var down = await RunAsync("sync", Server.Url("www"), "back/deep");

        AssertExit(0, up);
        Assert.Equal(["copy     index.html", "copy     sub/üml äut.txt", "copy     zero", "mkdir    .", "mkdir    empty", "mkdir    sub"], Lines(up.Output));
        Assert.Empty(up.Error);
        AssertExit(0, again);
        Assert.Empty(again.Output);
        AssertExit(0, down);
        Assert.Equal("hello", Read("back/deep/index.html"));
        Assert.Equal("text", Read("back/deep/sub/üml äut.txt"));
        Assert.Equal("", Read("back/deep/zero"));
        Assert.True(Directory.Exists(Home.Combine("back/deep/empty")));
        Assert.Equal(new DateTime(2020, 2, 29, 12, 34, 56, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Home.Combine("back/deep/index.html")));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_says_why()
    {
        Write("site/new", "12345");
        Write("site/same", "x");
        WriteThere("www/same", "x");
        WriteThere("www/old", "x");
        WriteThere("www/keep1", "x");
        WriteThere("www/keep2", "x");
        Write("site/keep1", "xy");
        Write("site/keep2", "xy");

        var dry = await RunAsync("sync", "--dry-run", "--delete", "--compare", "size", "site", Server.Url("www"));
        var missing = await RunAsync("sync", "--dry-run", "site", Server.Url("none/of/these"));

        AssertExit(0, dry);
        Assert.Equal(
            [
                "copy     new (5 B): not in the target",
                "delete   old: not in the source",
                "replace  keep1 (2 B): 2 bytes in the source, 1 bytes in the target",
                "replace  keep2 (2 B): 2 bytes in the source, 1 bytes in the target",
            ],
            Lines(dry.Output));
        Assert.True(File.Exists(Server.Files.Combine("www/old")));
        AssertExit(0, missing);
        Assert.Contains("mkdir    .: the target is not there yet", Lines(missing.Output));
        Assert.False(Directory.Exists(Server.Files.Combine("none")));
    }

    [Fact]
    public async Task Deletions_above_the_limit_need_the_option()
    {
        for (var i = 0; i < 4; i++) Write($"site/f{i}", "x");
        for (var i = 0; i < 8; i++) WriteThere($"www/f{i}", "x");

        var refused = await RunAsync("sync", "--delete", "site", Server.Url("www"));
        var allowed = await RunAsync("sync", "--delete", "--delete-limit", "50%", "site", Server.Url("www"));

        AssertExit(1, refused);
        Assert.Contains("nothing is deleted: 4 files and 0 directories of 8 entries are more than 100 files or 25 %", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--delete-limit", refused.Error, StringComparison.Ordinal);
        AssertExit(0, allowed);
        Assert.Equal(4, Directory.GetFiles(Server.Files.Combine("www")).Length);
    }

    [Fact]
    public async Task Json_has_a_line_for_each_event_and_a_summary()
    {
        Write("site/a", "12345");
        Write("site/b", "x");
        WriteThere("www/b", "x");

        var result = await RunAsync("sync", "--json", "--compare", "size", "site", Server.Url("www"));

        AssertExit(0, result);
        var records = result.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var done = Assert.Single(records, record => record.GetProperty("event").GetString() == "done");
        Assert.Equal(("copy", "a", 5), (done.GetProperty("action").GetString(), done.GetProperty("path").GetString(), done.GetProperty("bytes").GetInt32()));
        Assert.Contains("confirmed", done.GetProperty("evidence").EnumerateArray().Select(word => word.GetString()));
        var left = Assert.Single(records, record => record.GetProperty("event").GetString() == "left");
        Assert.Equal("same_size", left.GetProperty("reason").GetString());
        var summary = records[^1];
        Assert.Equal(
            ("summary", true, 1, 5, 1),
            (summary.GetProperty("event").GetString(), summary.GetProperty("complete").GetBoolean(), summary.GetProperty("files").GetInt32(), summary.GetProperty("bytes").GetInt32(), summary.GetProperty("kept").GetInt32()));
    }

    [Fact]
    public async Task Get_and_put_take_directories_and_a_slash_means_their_content()
    {
        Write("docs/a", "1");

        AssertExit(0, await RunAsync("put", "-r", "docs", Server.Url("new")));
        AssertExit(0, await RunAsync("put", "-r", "docs", Server.Url("new/")));
        AssertExit(0, await RunAsync("put", "-r", "docs/", Server.Url("content")));
        AssertExit(0, await RunAsync("get", "-r", Server.Url("new/docs")));
        AssertExit(0, await RunAsync("get", "-r", Server.Url("new/docs"), "x"));
        AssertExit(0, await RunAsync("get", "-r", Server.Url("new/docs"), "x"));
        AssertExit(0, await RunAsync("get", "-r", Server.Url("new/docs/"), "y", "--exclude", "b"));

        Assert.True(File.Exists(Server.Files.Combine("new/a")));
        Assert.True(File.Exists(Server.Files.Combine("new/docs/a")));
        Assert.True(File.Exists(Server.Files.Combine("content/a")));
        Assert.True(File.Exists(Home.Combine("docs/a")));
        Assert.True(File.Exists(Home.Combine("x/a")));
        Assert.True(File.Exists(Home.Combine("x/docs/a")));
        Assert.True(File.Exists(Home.Combine("y/a")));
    }

    [Theory]
    [InlineData("get", "--segments", "2")]
    [InlineData("get", "-r", "--segments", "2")]
    public async Task A_large_file_comes_down_in_segments(params string[] words)
    {
        var content = RandomNumberGenerator.GetBytes(9 * 1024 * 1024);
        Directory.CreateDirectory(Server.Files.Combine("big"));
        await File.WriteAllBytesAsync(Server.Files.Combine("big/file"), content, TestContext.Current.CancellationToken);
        var url = Server.Url(words.Contains("-r") ? "big/" : "big/file");
        Directory.CreateDirectory(Home.Combine("here"));

        var result = await RunAsync([.. words, "--trace=session.jsonl", url, "here"]);

        AssertExit(0, result);
        Assert.Equal(content, await File.ReadAllBytesAsync(Home.Combine("here/file"), TestContext.Current.CancellationToken));
        var sessions = Directory.GetFiles(Home.Path, "session*.jsonl").Select(File.ReadAllText).ToList();
        Assert.Contains(sessions, session => session.Contains("REST", StringComparison.Ordinal));

        // A session that another one left nothing to do for may have been given up before its login.
        Assert.All(sessions.Where(session => session.Contains("RETR", StringComparison.Ordinal)), session => Assert.Contains("PASS", session, StringComparison.Ordinal));
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(Home.Combine("here")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Segments_are_for_downloads_and_trees()
    {
        Write("docs/a", "1");

        AssertError(2, await RunAsync("put", "--segments", "2", "docs/a", Server.Url("a")));
        AssertError(2, await RunAsync("get", "--segments", "65", Server.Url("a")));
    }

    [Fact]
    public async Task A_server_is_synchronized_with_itself()
    {
        WriteThere("a/b/file", "content");

        var result = await RunAsync("sync", Server.Url("a"), Server.Url("c"));

        AssertExit(0, result);
        Assert.Equal("content", File.ReadAllText(Server.Files.Combine("c/b/file")));
    }

    [Theory]
    [InlineData("a", "a/b", "lies in the source")]
    [InlineData("a", "a", "the same directory")]
    [InlineData("a/b", "a", "lies in the target")]
    public async Task One_tree_in_the_other_is_refused(string source, string target, string words)
    {
        Directory.CreateDirectory(Server.Files.Combine("a/b"));
        Directory.CreateDirectory(Home.Combine("a/b"));

        var there = await RunAsync("sync", Server.Url(source), Server.Url(target));
        var here = await RunAsync("sync", source, target);

        AssertError(2, there);
        AssertError(2, here);
        Assert.Contains(words, there.Error, StringComparison.Ordinal);
        Assert.Contains(words, here.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--delete-limit", "5")]
    [InlineData(2, "--delete", "--delete-limit", "many")]
    [InlineData(2, "--exclude", "[a")]
    [InlineData(2, "--min-size", "big")]
    [InlineData(2, "--newer-than", "yesterday")]
    [InlineData(2, "--compare", "taste")]
    [InlineData(2, "--existing", "maybe")]
    [InlineData(2, "--links", "all")]
    [InlineData(2, "--sessions", "0")]
    [InlineData(2, "--limit-rate", "0")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_connected(int exitCode, params string[] options)
    {
        Directory.CreateDirectory(Home.Combine("site"));

        var result = await RunBareAsync(["sync", .. options, "site", "ftpes://alice@127.0.0.1:1/"]);

        AssertError(exitCode, result);
    }

    [Fact]
    public async Task Bad_ends_are_told_in_words()
    {
        Write("file", "x");
        WriteThere("file", "x");
        Directory.CreateDirectory(Home.Combine("site"));

        AssertError(7, await RunAsync("sync", "nothing", Server.Url("www")));
        AssertError(7, await RunAsync("sync", "file", Server.Url("www")));
        AssertError(6, await RunAsync("sync", Server.Url("nothing"), "here"));
        AssertError(6, await RunAsync("sync", Server.Url("file"), "here"));
        AssertError(6, await RunAsync("sync", "site", Server.Url("file")));
        AssertError(2, await RunAsync("get", "--delete", Server.Url("file")));
        AssertError(7, await RunAsync("put", "-r", "file", Server.Url("www")));
        AssertError(2, await RunAsync("put", "-r", "--ascii", "site", Server.Url("www")));
        Assert.False(Directory.Exists(Home.Combine("here")));
    }

    [Fact]
    public async Task A_file_that_fails_is_named_and_the_others_go_on()
    {
        Write("site/good", "x");
        Write("site/bad", "x");
        Directory.CreateDirectory(Server.Files.Combine("www/bad"));

        var result = await RunAsync("sync", "site", Server.Url("www"));

        AssertExit(1, result);
        Assert.Contains("sealift: bad: a file in the source, a directory in the target, which stays", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Server.Files.Combine("www/good")));
    }

    private static IEnumerable<string> Lines(string text) => text.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal);

    private static void WriteIn(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void Write(string name, string content) => WriteIn(Home.Combine(name), content);

    private void WriteThere(string name, string content) => WriteIn(Server.Files.Combine(name), content);

    private string Read(string name) => File.ReadAllText(Home.Combine(name));
}
