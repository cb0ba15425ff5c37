using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class ChangeTests : CommandTests
{
    [Fact]
    public async Task Rm_deletes_a_file_and_says_so_in_json()
    {
        Server.Files.Write("a", []);

        var result = await RunAsync("rm", Server.Url("a"), "--json");

        AssertExit(0, result);
        Assert.True(Assert.Single(result.Json).GetProperty("changed").GetBoolean());
        Assert.False(File.Exists(Server.Files.Combine("a")));
    }

    [Fact]
    public async Task Rm_of_what_is_absent_is_an_error_unless_forced()
    {
        AssertError(6, await RunAsync("rm", Server.Url("absent")));
        var forced = await RunAsync("rm", "-f", Server.Url("absent"), "--json");

        AssertExit(0, forced);
        Assert.False(Assert.Single(forced.Json).GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Rm_deletes_a_directory_only_when_told_and_only_when_empty()
    {
        Directory.CreateDirectory(Server.Files.Combine("full/empty"));

        AssertError(2, await RunAsync("rm", Server.Url("full/empty")));
        AssertError(6, await RunAsync("rm", "-d", Server.Url("full")));
        AssertExit(0, await RunAsync("rm", "--dir", Server.Url("full/empty")));

        Assert.True(Directory.Exists(Server.Files.Combine("full")));
        Assert.False(Directory.Exists(Server.Files.Combine("full/empty")));
    }

    [Fact]
    public async Task Rm_deletes_a_link_and_not_what_it_points_to()
    {
        Server.Files.Write("a", []);
        File.CreateSymbolicLink(Server.Files.Combine("link"), "a");

        AssertExit(0, await RunAsync("rm", Server.Url("link")));

        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(Server.Files.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Mkdir_makes_one_directory_and_with_parents_all_of_them()
    {
        AssertExit(0, await RunAsync("mkdir", Server.Url("one")));
        AssertError(6, await RunAsync("mkdir", Server.Url("one")));
        AssertError(6, await RunAsync("mkdir", Server.Url("two/three")));
        AssertExit(0, await RunAsync("mkdir", "-p", Server.Url("two/three/four")));
        AssertExit(0, await RunAsync("mkdir", "-p", Server.Url("two/three/four")));

        Assert.True(Directory.Exists(Server.Files.Combine("one")));
        Assert.True(Directory.Exists(Server.Files.Combine("two/three/four")));
    }

    [Fact]
    public async Task Mkdir_does_not_make_a_directory_of_a_file()
    {
        Server.Files.Write("file", []);

        AssertError(6, await RunAsync("mkdir", "-p", Server.Url("file/below")));
        AssertError(6, await RunAsync("mkdir", Server.Url("file")));
    }

    [Fact]
    public async Task Mv_renames_by_path_and_by_url()
    {
        Server.Files.Write("a", "hello"u8);

        AssertExit(0, await RunAsync("mv", Server.Url("a"), "b"));
        AssertExit(0, await RunAsync("mv", Server.Url("b"), Server.Url("c")));

        Assert.Equal("hello", await File.ReadAllTextAsync(Server.Files.Combine("c"), Cancellation));
    }

    [Theory]
    [InlineData("dir")]
    [InlineData("dir/")]
    [InlineData("/dir")]
    public async Task Mv_moves_into_a_directory(string target)
    {
        Server.Files.Write("a", "hello"u8);
        Directory.CreateDirectory(Server.Files.Combine("dir"));

        AssertExit(0, await RunAsync("mv", Server.Url("a"), target));

        Assert.Equal("hello", await File.ReadAllTextAsync(Server.Files.Combine("dir/a"), Cancellation));
    }

    [Fact]
    public async Task Mv_stays_on_its_server()
    {
        Server.Files.Write("a", []);

        AssertError(2, await RunAsync("mv", Server.Url("a"), "ftpes://elsewhere.example/a"));
        AssertError(2, await RunAsync("mv", Server.Url("a"), Server.Url("a")));
        AssertError(2, await RunAsync("mv", Server.Url("a"), "../../a"));
        AssertError(6, await RunAsync("mv", Server.Url("absent"), "b"));
    }
}
