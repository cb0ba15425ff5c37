using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Sealift.Core.Compression;
using Sealift.Tls;

namespace Sealift.Server.Tests;

[Trait("Threat", "T23")]
[Trait("Fault", "F17")]
public sealed class FormTests
{
    [Theory]
    [InlineData("one\ntwo\n", "one\r\ntwo\r\n")]
    [InlineData("one\r\ntwo", "one\r\ntwo")]
    [InlineData("a\rb\n\rc\r", "a\rb\r\n\rc\r")]
    [InlineData("\n\n", "\r\n\r\n")]
    [InlineData("", "")]
    public async Task Text_is_sent_in_lines(string stored, string wire)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("text", stored);
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "TYPE A");

        Assert.Equal(wire, Encoding.UTF8.GetString(await client.DownloadAsync("RETR text")));
        await client.ExpectAsync(200, "TYPE I");
        Assert.Equal(stored, Encoding.UTF8.GetString(await client.DownloadAsync("RETR text")));
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("a\rb\r\r\nc\r", "a\rb\r\nc\r")]
    [InlineData("\n\r\n\r", "\n\n\r")]
    [InlineData("\r", "\r")]
    [InlineData("", "")]
    public async Task Text_is_stored_in_lines_of_this_system(string wire, string stored)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Lines end in CR LF there.");
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "TYPE A N");

        Assert.Equal(226, (await client.UploadAsync("STOR text", Encoding.UTF8.GetBytes(wire))).Code);

        Assert.Equal(stored, server.Read("text"));
    }

    [Fact]
    public async Task Long_text_survives_both_ways_however_it_is_cut()
    {
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(i => (i % 7) switch { 0 => "\n", 1 => "\r", 2 => "line\n", _ => $"{i}" }));
        await using var server = await TestServer.StartAsync();
        server.Write("text", text);
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "TYPE A");

        var wire = await client.DownloadAsync("RETR text");
        Assert.Equal(226, (await client.UploadAsync("STOR copy", wire)).Code);

        // A CR before the end of a line is that of the line: it is the one thing that lines cannot keep apart.
        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal), server.Read("copy"));
    }

    [Fact]
    public async Task Text_has_no_offset_and_no_size()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("text", "one\ntwo\n");
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(350, "REST 3");
        await client.ExpectAsync(200, "TYPE A");

        await client.ExpectAsync(501, "REST 3");
        await client.ExpectAsync(501, "RANG 0 3");
        await client.ExpectAsync(550, "SIZE text");
        Assert.Equal("one\r\ntwo\r\n"u8.ToArray(), await client.DownloadAsync("RETR text"));
    }

    [Fact]
    public async Task Part_of_a_file_is_sent()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(350, "RANG 2 5");
        Assert.Equal("2345"u8.ToArray(), await client.DownloadAsync("RETR file"));
        Assert.Equal("0123456789"u8.ToArray(), await client.DownloadAsync("RETR file"));
        await client.ExpectAsync(350, "RANG 8 100");
        Assert.Equal("89"u8.ToArray(), await client.DownloadAsync("RETR file"));
        await client.ExpectAsync(350, "RANG 2 5");
        await client.ExpectAsync(350, "RANG 1 0");
        Assert.Equal("0123456789"u8.ToArray(), await client.DownloadAsync("RETR file"));
        await client.ExpectAsync(350, "RANG 10 11");
        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(554, "RETR file");
        await client.ExpectAsync(350, "RANG 2 5");
        await client.ExpectAsync(501, "STOR file");
        await client.ExpectAsync(501, "RANG 5 2");
        await client.ExpectAsync(501, "RANG -1 2");
        await client.ExpectAsync(501, "RANG 0 9223372036854775807");
    }

    [Fact]
    public async Task Compression_is_off_unless_it_is_allowed()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(504, "MODE Z");
        await client.ExpectAsync(501, "OPTS MODE Z LEVEL 5");
        Assert.DoesNotContain(" MODE Z", (await client.ExpectAsync(211, "FEAT")).Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("some text, some text, some text")]
    public async Task Files_and_listings_travel_compressed(string content)
    {
        await using var server = await StartAsync();
        server.Write("file", content);
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "OPTS MODE Z LEVEL 9");
        await client.ExpectAsync(501, "OPTS MODE Z LEVEL 10");
        await client.ExpectAsync(200, "MODE Z");

        Assert.Equal(content, await InflateAsync(await client.DownloadAsync("RETR file")));
        Assert.Contains("file", await InflateAsync(await client.DownloadAsync("LIST")), StringComparison.Ordinal);
        Assert.Equal(226, (await client.UploadAsync("STOR copy", Deflate(Encoding.UTF8.GetBytes(content)))).Code);
        Assert.Equal(content, server.Read("copy"));
        await client.ExpectAsync(200, "MODE S");
        Assert.Equal(content, Encoding.UTF8.GetString(await client.DownloadAsync("RETR copy")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Compressed_upload_that_is_cut_is_not_kept(int missing)
    {
        await using var server = await StartAsync();
        server.Write("file", "old content");
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "MODE Z");
        var wire = Deflate(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i} "))));

        var reply = await client.UploadAsync("STOR file", wire.AsMemory(0, wire.Length - missing));

        Assert.Equal(426, reply.Code);
        Assert.Equal("old content", server.Read("file"));
    }

    [Fact]
    public async Task T23_bomb_is_stopped_before_it_is_stored()
    {
        await using var server = await StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "MODE Z");

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR bomb");
        await using var data = await client.SecureDataAsync(socket);
        await SendUntilRefusedAsync(data, Deflate(new byte[200 << 20]));

        await client.ExpectAsync(552);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task T23_compressed_upload_has_an_absolute_limit_too()
    {
        const int Limit = 1 << 20;
        await using var server = await StartAsync(TestServer.QuickLimits with { MaxInflatedBytes = Limit, MaxInflationRatio = 100_000 });
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "MODE Z");

        var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR bomb");
        await using var data = await client.SecureDataAsync(socket);
        await SendUntilRefusedAsync(data, Deflate(new byte[100 << 20]));
        await client.ExpectAsync(552);

        // The log tells how much was taken in at most.
        var line = server.Log.Lines.Single(text => text.Contains("STOR /bomb", StringComparison.Ordinal));
        var bytes = long.Parse(line.Split("STOR /bomb, ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 0, Limit + (64 * 1024));
    }

    // The server hangs up when it has seen enough, which may be before all is sent.
    private static async Task SendUntilRefusedAsync(Stream data, byte[] content)
    {
        try
        {
            await data.WriteAsync(content, TestContext.Current.CancellationToken);
            await data.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (TlsException e) when (e.InnerException is SocketException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Not all was sent: {e.Message}");
        }
    }

    private static Task<TestServer> StartAsync(FtpServerLimits? limits = null) => TestServer.StartAsync(options => options with
    {
        Policy = options.Policy with { AllowCompression = true },
        Limits = limits ?? options.Limits,
    });

    private static byte[] Deflate(byte[] content)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
            if (content.Length == 0) zlib.Flush();
        }

        return output.Length > 0 ? output.ToArray() : [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    }

    private static async Task<string> InflateAsync(byte[] wire)
    {
        using var zlib = new ZlibReadStream(new MemoryStream(wire), new InflationLimits());
        using var content = new MemoryStream();
        await zlib.CopyToAsync(content);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
