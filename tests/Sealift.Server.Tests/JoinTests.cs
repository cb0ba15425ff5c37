using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Tests;

[Trait("Threat", "T38")]
public sealed class JoinTests
{
    [Fact]
    public async Task Parts_become_one_file_and_are_gone()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);
        var content = RandomNumberGenerator.GetBytes(1_000_003);
        for (var i = 0; i < 4; i++)
        {
            var upTo = i == 3 ? content.Length : (i + 1) * 250_000;
            Assert.Equal(226, (await client.UploadAsync($"STOR part {i}", content.AsMemory((i * 250_000)..upTo))).Code);
        }

        var reply = await client.ExpectAsync(250, "COMB \"the \"\"whole\"\" file\" \"part 0\" \"part 1\" \"part 2\" \"part 3\"");

        Assert.Contains($"{content.Length}", reply.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(server.Root, "the \"whole\" file")));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Target_that_exists_is_continued()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("log", "one ");
        server.Write("in/part", "two");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(250, "CWD in");
        await client.ExpectAsync(250, "COMB \"/log\" \"part\"");

        Assert.Equal("one two", server.Read("log"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(server.Root, "in")));
    }

    [Theory]
    [InlineData("COMB", 501)]
    [InlineData("COMB \"target\"", 501)]
    [InlineData("COMB \"target\" \"a\" \"a\"", 501)]
    [InlineData("COMB \"a\" \"b\" \"./a\"", 501)]
    [InlineData("COMB \"target\" \"a\" \"missing\"", 550)]
    [InlineData("COMB \"target\" \"a\" \"directory\"", 550)]
    [InlineData("COMB \"directory\" \"a\" \"b\"", 550)]
    [InlineData("COMB \"/\" \"a\" \"b\"", 550)]
    [InlineData("COMB \"target\" \"a\" \"../../secret\"", 550)]
    [InlineData("COMB \"../secret\" \"a\" \"b\"", 550)]
    [InlineData("COMB \"target\" \"a\" \"out/secret\"", 550)]
    [InlineData("COMB \"none/target\" \"a\" \"b\"", 550)]
    public async Task Refused_join_leaves_everything_as_it_was(string command, int code)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("a", "A");
        server.Write("b", "B");
        Directory.CreateDirectory(Path.Combine(server.Root, "directory"));
        await File.WriteAllTextAsync(Path.Combine(server.Directory.FullName, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(server.Root, "out"), server.Directory.FullName);
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(code, command);

        Assert.Equal(("A", "B"), (server.Read("a"), server.Read("b")));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(server.Directory.FullName, "secret")));
        Assert.Equal(4, Directory.GetFileSystemEntries(server.Root).Length);
    }

    [Fact]
    public async Task Reader_joins_nothing()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("a", "A");
        await using var client = await Conversation.LogInAsync(server, TestServer.Reader);

        await client.ExpectAsync(550, "COMB \"b\" \"a\"");

        Assert.Equal("A", server.Read("a"));
    }

    [Fact]
    public async Task Abort_ends_a_join_and_nothing_has_changed()
    {
        var store = new HeldStore(new MemoryFileStore());
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { Store = store }],
        });
        await store.WriteAsync("a", "A"u8.ToArray());
        await store.WriteAsync("b", "B"u8.ToArray());
        await using var client = await Conversation.LogInAsync(server);

        await client.SendAsync("COMB \"target\" \"a\" \"b\"\r\n");
        await store.Reading;
        await client.ExpectAsync(211, "STAT");
        await client.ExpectAsync(426, "ABOR");
        await client.ExpectAsync(226);

        Assert.Null(await store.FindAsync(FtpPath.Parse("target"), TestContext.Current.CancellationToken));
        Assert.NotNull(await store.FindAsync(FtpPath.Parse("a"), TestContext.Current.CancellationToken));
        await client.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Join_that_takes_too_long_is_ended()
    {
        var store = new HeldStore(new MemoryFileStore());
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { Store = store }],
            Limits = options.Limits with { WorkTimeout = TimeSpan.FromMilliseconds(50) },
        });
        await store.WriteAsync("a", "A"u8.ToArray());
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(451, "COMB \"target\" \"a\"");

        Assert.NotNull(await store.FindAsync(FtpPath.Parse("a"), TestContext.Current.CancellationToken));
    }
}
