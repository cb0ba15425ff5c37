using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

/// <summary>Copies between servers, as their user sees them.</summary>
public sealed class CopyTests : CommandTests
{
    [Theory]
    [InlineData("there.bin", "there.bin")]
    [InlineData("dir/", "dir/a.bin")]
    [InlineData("dir", "dir/a.bin")]
    public async Task A_file_goes_from_server_to_server_through_this_machine_which_says_so(string named, string written)
    {
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Server.Files.Write("a.bin", new byte[300_001]), time);
        await using var other = await FtpsServer.StartAsync();
        Directory.CreateDirectory(other.Files.Combine("dir"));

        var result = await CopyAsync(other, "cp", Server.Url("a.bin"), other.Url(named), "--json");

        AssertExit(0, result);
        Assert.StartsWith("warning: the bytes went through this machine: ", result.Error, StringComparison.Ordinal);
        var record = Assert.Single(result.Json);
        Assert.Equal("relay", record.GetProperty("route").GetString());
        Assert.NotEmpty(record.GetProperty("relayReason").GetString()!);
        Assert.Equal(300_001, record.GetProperty("bytes").GetInt64());
        Assert.Equal(other.Url(written), record.GetProperty("target").GetString());
        Assert.Equal(["reply", "close_notify", "size", "hash"], record.GetProperty("evidence").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(300_001, new FileInfo(other.Files.Combine(written)).Length);
        Assert.Equal(time, File.GetLastWriteTimeUtc(other.Files.Combine(written)));
        Assert.Single(Directory.EnumerateFiles(other.Files.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_relay_that_was_asked_for_is_silent()
    {
        Server.Files.Write("a", "hello"u8);
        await using var other = await FtpsServer.StartAsync();
        other.Files.Write("a", "old and longer"u8);

        var result = await CopyAsync(other, "cp", "--relay", "--no-times", Server.ImplicitUrl("a"), other.Url("a"));

        AssertExit(0, result);
        Assert.Empty(result.Error);
        Assert.Empty(result.Output);
        Assert.Equal("hello", await File.ReadAllTextAsync(other.Files.Combine("a"), Cancellation));
    }

    [Fact]
    public async Task A_file_is_copied_within_one_server()
    {
        Server.Files.Write("a", "hello"u8);

        AssertExit(0, await RunAsync("cp", Server.Url("a"), Server.Url("b")));
        AssertError(2, await RunAsync("cp", Server.Url("a"), Server.Url("a")));

        Assert.Equal("hello", await File.ReadAllTextAsync(Server.Files.Combine("b"), Cancellation));
    }

    [Fact]
    public async Task Only_direct_is_refused_where_it_cannot_be()
    {
        Server.Files.Write("a", "hello"u8);
        await using var other = await FtpsServer.StartAsync();

        AssertError(6, await CopyAsync(other, "cp", "--direct-only", Server.Url("a"), other.Url("b")));

        Assert.Empty(Directory.EnumerateFileSystemEntries(other.Files.Path));
    }

    [Fact]
    public async Task What_cannot_be_copied_is_told_with_the_way_out()
    {
        Home.Write("local", "hello"u8);

        var local = await RunAsync("cp", "local", Server.Url("b"));
        AssertError(2, local);
        Assert.Contains("sealift put", local.Error, StringComparison.Ordinal);
        AssertError(2, await RunAsync("cp", Server.Url("dir/"), Server.Url("b")));
        AssertError(2, await RunAsync("cp", Server.Url("a"), Server.Url("b"), "--relay", "--direct-only"));
        AssertError(6, await RunAsync("cp", Server.Url("nothing"), Server.Url("b")));
    }

    private Task<SealiftResult> CopyAsync(FtpsServer other, params string[] arguments) => SealiftRun.RunAsync(
        Home,
        [.. arguments, "--pin", Server.Pin, "--pin", other.Pin],
        new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });
}
