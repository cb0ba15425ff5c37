using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class TransferTests : CommandTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(3_000_000)]
    public async Task A_file_goes_up_and_comes_down_unchanged(int size)
    {
        var original = Home.WriteRandom("original", size);

        AssertExit(0, await RunAsync("put", "original", Server.Url("there.bin")));
        AssertExit(0, await RunAsync("get", Server.ImplicitUrl("there.bin"), "back.bin"));

        var bytes = await File.ReadAllBytesAsync(original, Cancellation);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Server.Files.Combine("there.bin"), Cancellation));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Home.Combine("back.bin"), Cancellation));
        Assert.Equal(["there.bin"], Directory.EnumerateFileSystemEntries(Server.Files.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_download_takes_the_remote_name_and_time_and_is_silent_in_a_pipe()
    {
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Server.Files.Write("-a b 'c'.txt", "hello"u8), time);

        var result = await RunAsync("get", Server.Url("-a%20b%20'c'.txt"));

        AssertExit(0, result);
        Assert.Empty(result.Output);
        Assert.Empty(result.Error);
        Assert.Equal("hello", await File.ReadAllTextAsync(Home.Combine("-a b 'c'.txt"), Cancellation));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Home.Combine("-a b 'c'.txt")));
    }

    [Fact]
    public async Task Without_times_a_download_is_as_old_as_itself()
    {
        File.SetLastWriteTimeUtc(Server.Files.Write("old", []), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        AssertExit(0, await RunAsync("get", Server.Url("old"), "--no-times"));

        Assert.True(File.GetLastWriteTimeUtc(Home.Combine("old")).Year > 2020);
    }

    [Fact]
    public async Task A_download_goes_into_a_directory_under_its_own_name()
    {
        Server.Files.Write("a.txt", "hello"u8);
        Directory.CreateDirectory(Home.Combine("dir"));

        AssertExit(0, await RunAsync("get", Server.Url("a.txt"), "dir"));

        Assert.Equal("hello", await File.ReadAllTextAsync(Home.Combine("dir/a.txt"), Cancellation));
    }

    [Fact]
    public async Task A_download_replaces_a_file_and_leaves_nothing_beside_it()
    {
        Server.Files.Write("a.txt", "new"u8);
        Home.Write("a.txt", "old and longer"u8);
        File.CreateSymbolicLink(Home.Combine("link"), "a.txt");

        AssertExit(0, await RunAsync("get", Server.Url("a.txt"), "link"));

        Assert.Equal("new", await File.ReadAllTextAsync(Home.Combine("a.txt"), Cancellation));
        Assert.NotNull(new FileInfo(Home.Combine("link")).LinkTarget);
        Assert.Equal(["a.txt", "link"], Directory.EnumerateFileSystemEntries(Home.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_download_to_stdout_is_the_bytes_alone()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Server.Files.Write("a.bin", bytes);

        Assert.Equal(bytes, (await RunAsync("get", Server.Url("a.bin"), "-")).OutputBytes);
        Assert.Equal(bytes, (await RunAsync("cat", Server.Url("a.bin"))).OutputBytes);
    }

    [Fact]
    public async Task An_upload_from_stdin_arrives_whole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];

        AssertExit(0, await RunWithInputAsync(bytes, "put", "-", Server.Url("in.bin")));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Server.Files.Combine("in.bin"), Cancellation));
        AssertError(2, await RunWithInputAsync([], "put", "-", Server.Url("dir/")));
    }

    [Theory]
    [InlineData("dir")]
    [InlineData("dir/")]
    public async Task An_upload_into_a_directory_keeps_its_name_and_time(string target)
    {
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Home.Write("Grüße.txt", "hello"u8), time);
        Directory.CreateDirectory(Server.Files.Combine("dir"));

        AssertExit(0, await RunAsync("put", "Grüße.txt", Server.Url(target)));

        Assert.Equal("hello", await File.ReadAllTextAsync(Server.Files.Combine("dir/Grüße.txt"), Cancellation));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Server.Files.Combine("dir/Grüße.txt")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_replaces_a_file(bool isDirect)
    {
        Home.Write("a", "new"u8);
        Server.Files.Write("a", "old and longer"u8);

        AssertExit(0, await RunAsync(isDirect ? ["put", "a", Server.Url("a"), "--direct"] : ["put", "a", Server.Url("a")]));

        Assert.Equal("new", await File.ReadAllTextAsync(Server.Files.Combine("a"), Cancellation));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("put")]
    public async Task A_transfer_tells_in_json_on_what_evidence_it_rests(string command)
    {
        Server.Files.Write("a", "hello"u8);
        Home.Write("b", "hello"u8);

        var result = command == "get"
            ? await RunAsync("get", Server.Url("a"), "--json")
            : await RunAsync("put", "b", Server.Url("b"), "--json");

        AssertExit(0, result);
        var record = Assert.Single(result.Json);
        Assert.Equal(command, record.GetProperty("action").GetString());
        Assert.Equal(5, record.GetProperty("bytes").GetInt64());
        Assert.Equal(["reply", "close_notify", "size"], record.GetProperty("evidence").EnumerateArray().Select(one => one.GetString()));
        Assert.True(record.GetProperty("tls").GetProperty("resumed").GetBoolean());
        Assert.Equal("1.3", record.GetProperty("tls").GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down_with_the_platforms_tls()
    {
        var bytes = await File.ReadAllBytesAsync(Home.WriteRandom("a", 300_000), Cancellation);
        var environment = new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password, ["SEALIFT_TLS"] = "platform" };

        var up = await SealiftRun.RunAsync(Home, ["put", "a", Server.Url("a", "localhost"), "--ca", Server.AuthorityFile, "--json"], environment);
        var down = await SealiftRun.RunAsync(Home, ["get", Server.ImplicitUrl("a", "localhost"), "b", "--ca", Server.AuthorityFile], environment);

        AssertExit(0, up);
        AssertExit(0, down);
        Assert.True(Assert.Single(up.Json).GetProperty("tls").GetProperty("resumed").GetBoolean());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Home.Combine("b"), Cancellation));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_download_quietly()
    {
        await File.WriteAllBytesAsync(Server.Files.Combine("big"), new byte[50_000_000], Cancellation);
        var environment = new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password };
        await using var run = SealiftRun.Start(Home, ["cat", Server.Url("big"), "--ca", Server.AuthorityFile], environment, readsOutput: false);

        Assert.Equal(0, run.Output.Read());
        run.Output.Close();
        var result = await run.EndAsync();

        Assert.Equal(7, result.ExitCode);
        Assert.Empty(result.Error);
    }
}
