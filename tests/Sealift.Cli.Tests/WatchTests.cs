using System.Runtime.InteropServices;
using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class WatchTests : CommandTests
{
    [Fact]
    public async Task A_directory_is_followed_until_ctrl_c()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs signals.");
        Directory.CreateDirectory(Home.Combine("site"));
        Home.Write("site/old", "1"u8);
        var environment = new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password };
        await using var run = SealiftRun.Start(
            Home,
            ["sync", "site", Server.Url("www"), "--watch", "--settle", "200ms", "--delete", "--delete-limit", "none", "--ca", Server.AuthorityFile],
            environment,
            readsOutput: false);

        // What is told is done, and nothing else is under way.
        Assert.Equal("copy     old", await run.Output.ReadLineAsync(Cancellation));
        Assert.Equal("1", Read("old"));
        Home.Write("new", "2"u8);
        File.Move(Home.Combine("new"), Home.Combine("site/new")); // with its content, or a slow machine would show it without
        Assert.Equal("copy     new", await run.Output.ReadLineAsync(Cancellation));
        Assert.Equal("2", Read("new"));
        File.Delete(Home.Combine("site/old"));
        Assert.Equal("delete   old", await run.Output.ReadLineAsync(Cancellation));
        Assert.False(File.Exists(Server.Files.Combine("www/old")));
        run.Signal(PosixSignal.SIGINT);
        var result = await run.EndAsync();

        AssertExit(0, result);
        Assert.Empty(result.Error);
        Assert.Null(await run.Output.ReadLineAsync(Cancellation));
    }

    [Theory]
    [InlineData("--settle", "2s")]
    [InlineData("--watch", "--dry-run")]
    [InlineData("--watch", "--settle", "soon")]
    public async Task What_makes_no_sense_together_is_refused(params string[] options)
    {
        Directory.CreateDirectory(Home.Combine("site"));

        AssertError(2, await RunAsync(["sync", "site", Server.Url("www"), .. options]));
    }

    [Fact]
    public async Task A_server_cannot_be_followed() => AssertError(2, await RunAsync("sync", Server.Url(""), "site", "--watch"));

    private string Read(string name) => File.ReadAllText(Server.Files.Combine("www/" + name));
}
