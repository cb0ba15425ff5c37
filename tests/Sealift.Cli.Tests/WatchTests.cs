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
            Home, ["sync", "site", Server.Url("www"), "--watch", "--settle", "200ms", "--delete", "--delete-limit", "none", "--ca", Server.AuthorityFile], environment);

        await UntilAsync(() => Has("old", "1"));
        Home.Write("site/new", "2"u8);
        await UntilAsync(() => Has("new", "2"));
        File.Delete(Home.Combine("site/old"));
        await UntilAsync(() => !File.Exists(Server.Files.Combine("www/old")));
        run.Signal(PosixSignal.SIGINT);
        var result = await run.EndAsync();

        AssertExit(0, result);
        Assert.Empty(result.Error);
        Assert.Equal(["copy     old", "copy     new", "delete   old"], result.Lines);
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

    private bool Has(string name, string content)
    {
        var path = Server.Files.Combine("www/" + name);
        return File.Exists(path) && File.ReadAllText(path) == content;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(20, Cancellation);
    }
}
