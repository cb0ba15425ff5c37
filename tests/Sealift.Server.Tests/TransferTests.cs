using System.Security.Cryptography;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Server.Tests;

[Trait("Threat", "T9")]
[Trait("Threat", "T22")]
[Trait("Fault", "F2")]
[Trait("Fault", "F16")]
public sealed class TransferTests
{
    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Upload_without_close_notify_leaves_the_old_content(TlsVersion version)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "old content");
        await using var client = await Conversation.LogInAsync(server, version: version);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(new byte[300_000]);
        await data.FlushAsync();
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var reply = await client.ExpectAsync(426);

        Assert.Contains("close_notify", reply.Message, StringComparison.Ordinal);
        Assert.Equal("old content", server.Read("file"));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Upload_is_not_visible_before_it_is_whole()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "old content");
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(new byte[300_000]);
        await data.FlushAsync();
        Assert.Equal("old content", server.Read("file"));
        await data.ShutdownAsync(TimeSpan.FromSeconds(60));
        await client.ExpectAsync(226);

        Assert.Equal(300_000, new FileInfo(Path.Combine(server.Root, "file")).Length);
    }

    [Fact]
    public async Task Upload_is_discarded_when_the_control_connection_is_lost()
    {
        await using var server = await TestServer.StartAsync();
        var client = await Conversation.LogInAsync(server);
        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");
        await using var data = await client.SecureDataAsync(socket);
        await data.WriteAsync(new byte[300_000]);
        await data.FlushAsync();

        await client.DisposeAsync();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Server.SessionCount > 0) await Task.Delay(5, bound.Token);

        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(131071)]
    [InlineData(131073)]
    [InlineData(5_000_000)]
    public async Task Files_of_every_size_come_back_as_they_went(int size)
    {
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(size);
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal(226, (await client.UploadAsync("STOR file", content)).Code);

        Assert.Equal(content, await client.DownloadAsync("RETR file"));
        Assert.Equal($"{size}", (await client.ExpectAsync(213, "SIZE file")).Message);
    }

    [Fact]
    public async Task Restart_continues_downloads_and_uploads()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(350, "REST 7");
        await client.ExpectAsync(150, "STOR file");
        await using (var data = await client.SecureDataAsync(socket))
        {
            await data.WriteAsync("abc"u8.ToArray());
            await data.ShutdownAsync(TimeSpan.FromSeconds(60));
        }

        await client.ExpectAsync(226);
        Assert.Equal("0123456abc", server.Read("file"));

        await client.ExpectAsync(350, "REST 8");
        Assert.Equal("bc"u8.ToArray(), await client.DownloadAsync("RETR file"));
        Assert.Equal(226, (await client.UploadAsync("APPE file", "d"u8.ToArray())).Code);
        Assert.Equal("0123456abcd", server.Read("file"));
    }

    [Theory]
    [InlineData("REST -1", 501)]
    [InlineData("REST 9223372036854775808", 501)]
    [InlineData("REST 1e30", 501)]
    [InlineData("REST +1", 501)]
    [InlineData("REST 0x10", 501)]
    [InlineData("REST", 501)]
    public async Task T22_restart_needs_an_offset_of_63_bits(string command, int code)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(code, command);
    }

    [Theory]
    [InlineData("STOR")]
    [InlineData("RETR")]
    public async Task T22_restart_beyond_the_end_is_refused_and_makes_no_hole(string verb)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        foreach (var offset in (string[])["11", "9223372036854775807"])
        {
            using var socket = await client.OpenDataAsync();
            await client.ExpectAsync(350, "REST " + offset);
            await client.ExpectAsync(554, verb + " file");
        }

        Assert.Equal("0123456789", server.Read("file"));
    }

    [Fact]
    public async Task Restart_and_size_need_the_image_type()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(200, "TYPE A");
        await client.ExpectAsync(501, "REST 5");
        await client.ExpectAsync(550, "SIZE file");
    }

    [Fact]
    public async Task Client_that_stops_reading_is_cut_by_the_stall_time()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with
        {
            TimeProvider = clock,
            Limits = options.Limits with { IdleTimeout = TimeSpan.FromDays(1) }, // the session goes on, however late its 426 is read
        });
        using (var large = File.Create(Path.Combine(server.Root, "large"))) large.SetLength(1L << 30);
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR large");
        await using var data = await client.SecureDataAsync(socket);
        var ending = client.ExpectAsync(426);
        await clock.PassUntilAsync(ending, server.Limits.StallTimeout * 4);
        var reply = await ending;

        Assert.Contains("too long", reply.Message, StringComparison.Ordinal);
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Client_that_closes_only_after_226_gets_it()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with { TimeProvider = clock });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "RETR file");
        await using var data = await client.SecureDataAsync(socket);
        var content = new byte[10];
        Assert.Equal(7, await data.ReadAsync(content));
        Assert.Equal(0, await data.ReadAsync(content));
        var ending = client.ExpectAsync(226);
        await clock.PassUntilAsync(ending, server.Limits.DataCloseTimeout * 4);
        await ending;
    }

    [Fact]
    public async Task Files_over_4_gib_are_resumed_at_their_end()
    {
        const long Size = (4L << 30) + 3;

        await using var server = await TestServer.StartAsync();
        using (var large = File.Create(Path.Combine(server.Root, "large"))) large.SetLength(Size);
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal($"{Size}", (await client.ExpectAsync(213, "SIZE large")).Message);
        await client.ExpectAsync(350, $"REST {Size - 2}");
        Assert.Equal([0, 0], await client.DownloadAsync("RETR large"));
    }

    [Fact]
    public async Task Reader_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server, TestServer.Reader);

        using var socket = await client.OpenDataAsync();
        foreach (var command in (string[])
            ["STOR file", "APPE file", "DELE file", "MKD x", "RMD x", "RNFR file", "RNTO x", "MFMT 20200101000000 file"])
            await client.ExpectAsync(550, command);

        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR file"));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }
}
