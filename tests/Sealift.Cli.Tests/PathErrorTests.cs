using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class PathErrorTests : CommandTests
{
    [Fact]
    public async Task A_missing_remote_file_is_exit_code_6()
    {
        AssertError(6, await RunAsync("get", Server.Url("absent")));
        AssertError(6, await RunAsync("cat", Server.Url("absent")));
        AssertError(6, await RunAsync("get", Server.Url("absent/below")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Home.Path));
    }

    [Fact]
    public async Task A_remote_directory_is_not_downloaded()
    {
        Directory.CreateDirectory(Server.Files.Combine("dir"));

        AssertError(6, await RunAsync("get", Server.Url("dir")));
        AssertError(2, await RunAsync("get", Server.Url("dir/")));
        AssertError(2, await RunAsync("get", Server.Url()));
    }

    [Fact]
    public async Task A_missing_local_file_or_directory_is_exit_code_7()
    {
        Server.Files.Write("a", []);
        Directory.CreateDirectory(Home.Combine("dir"));

        AssertError(7, await RunAsync("put", "absent", Server.Url()));
        AssertError(7, await RunAsync("put", "dir", Server.Url()));
        AssertError(7, await RunAsync("get", Server.Url("a"), "absent/a"));
        AssertError(7, await RunAsync("get", Server.Url("a"), "absent/"));
    }

    [Fact]
    public async Task A_directory_is_never_replaced_by_a_file()
    {
        Server.Files.Write("a", "hello"u8);
        Directory.CreateDirectory(Home.Combine("a/inside"));

        AssertError(7, await RunAsync("get", Server.Url("a")));
        Directory.CreateDirectory(Home.Combine("dir/a"));
        AssertError(7, await RunAsync("get", Server.Url("a"), "dir"));

        Assert.True(Directory.Exists(Home.Combine("a/inside")));
    }

    [Fact]
    public async Task A_remote_directory_is_never_replaced_by_a_file()
    {
        Home.Write("a", "hello"u8);
        Directory.CreateDirectory(Server.Files.Combine("dir/a"));

        AssertError(6, await RunAsync("put", "a", Server.Url("dir")));

        Assert.True(Directory.Exists(Server.Files.Combine("dir/a")));
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(Server.Files.Combine("dir")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_local_directory_that_cannot_be_written_is_exit_code_7_before_anything_is_sent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a directory that nobody can write to.");
        Server.Files.Write("a", []);

        AssertError(7, await RunAsync("get", Server.Url("a"), "/proc/sealift-test"));
        AssertError(7, await RunAsync("get", "ftpes://alice@no-such-host.invalid/a", "/proc/sealift-test"));
    }

    [Fact]
    public async Task A_device_is_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs /dev/null.");
        Server.Files.Write("a", []);

        AssertError(7, await RunAsync("get", Server.Url("a"), "/dev/null"));
        Assert.True(File.Exists("/dev/null"));
    }

    [Theory]
    [InlineData("a%0Ab")]
    [InlineData("a%0D%0ADELE%20b")]
    [InlineData("a%00b")]
    [InlineData("a\u0001b")]
    [InlineData("../../etc/passwd")]
    public async Task A_name_that_cannot_be_is_exit_code_2_and_nothing_is_sent(string path) =>
        AssertError(2, await RunAsync("get", $"ftpes://alice@no-such-host.invalid/{path}"));

    [Fact]
    public async Task A_local_name_with_control_characters_is_not_uploaded_under_it()
    {
        Home.Write("a\nb", "hello"u8);

        AssertError(2, await RunAsync("put", "a\nb", Server.Url()));
        AssertExit(0, await RunAsync("put", "a\nb", Server.Url("ab")));

        Assert.Equal(["ab"], Directory.EnumerateFileSystemEntries(Server.Files.Path).Select(Path.GetFileName));
    }
}
