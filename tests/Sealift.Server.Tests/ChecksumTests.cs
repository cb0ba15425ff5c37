using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;

namespace Sealift.Server.Tests;

public sealed class ChecksumTests
{
    [Fact]
    public async Task Hash_is_SHA_256_unless_another_is_chosen()
    {
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);
        server.Write("a file", content);
        await using var client = await Conversation.LogInAsync(server);

        Assert.Contains(" HASH SHA-256*;SHA-512;SHA-1;MD5;CRC32", (await client.ExpectAsync(211, "FEAT")).Lines);
        var first = await client.ExpectAsync(213, "HASH a file");
        await client.ExpectAsync(200, "OPTS HASH sha-512");
        Assert.Equal("SHA-512", (await client.ExpectAsync(200, "OPTS HASH")).Message);
        var second = await client.ExpectAsync(213, "HASH a file");

        Assert.Equal($"SHA-256 0-299999 {Convert.ToHexStringLower(SHA256.HashData(content))} a file", first.Message);
        Assert.Equal($"SHA-512 0-299999 {Convert.ToHexStringLower(SHA512.HashData(content))} a file", second.Message);
        Assert.True(HashReplyFormat.TryParse(second, FtpHashAlgorithm.Sha512, FtpPath.Parse("a file"), null, out _));
        await client.ExpectAsync(504, "OPTS HASH SHA-3");
        await client.ExpectAsync(550, "HASH missing");
        await client.ExpectAsync(550, "HASH /");
    }

    [Fact]
    public async Task Range_is_hashed_once()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(350, "RANG 2 5");
        var part = await client.ExpectAsync(213, "HASH file");
        var whole = await client.ExpectAsync(213, "HASH file");

        Assert.Equal($"SHA-256 2-5 {Convert.ToHexStringLower(SHA256.HashData("2345"u8))} file", part.Message);
        Assert.Equal($"SHA-256 0-9 {Convert.ToHexStringLower(SHA256.HashData("0123456789"u8))} file", whole.Message);
        await client.ExpectAsync(350, "RANG 10 20");
        await client.ExpectAsync(554, "HASH file");
    }

    [Theory]
    [InlineData("XCRC file", "a684c7c6")]
    [InlineData("XCRC \"file\"", "a684c7c6")]
    [InlineData("XMD5 file", "781e5e245d69b566979b86e28d23f2c7")]
    [InlineData("XSHA file", "87acec17cd9dcd20a716cc2cf67417b71c8a7016")]
    [InlineData("XSHA1 file", "87acec17cd9dcd20a716cc2cf67417b71c8a7016")]
    [InlineData("XSHA256 file", "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882")]
    [InlineData("XMD5 file 2 5", "81b073de9370ea873f548e31b8adc081")]
    [InlineData("XMD5 \"file\" 2 5", "81b073de9370ea873f548e31b8adc081")]
    [InlineData("XMD5 file 2", "4428c6c474502e61151877825bb41961")]
    [InlineData("XMD5 file 2 5000", "4428c6c474502e61151877825bb41961")]
    public async Task Extended_commands_name_their_algorithm(string command, string expected)
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal(expected, (await client.ExpectAsync(250, command)).Message);
    }

    [Fact]
    public async Task Name_that_ends_in_numbers_is_a_name()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("part 1 2", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal("a684c7c6", (await client.ExpectAsync(250, "XCRC part 1 2")).Message);
        Assert.Equal("a684c7c6", (await client.ExpectAsync(250, "XCRC part 1 2 0 9")).Message);
        await client.ExpectAsync(501, "XCRC \"part 1 2\" 5 2");
        await client.ExpectAsync(501, "XCRC \"part 1 2\" 1 2 3");
        await client.ExpectAsync(550, "XCRC part 1 3");
        Assert.Contains("\"/part 1 2\" 781e5e245d69b566979b86e28d23f2c7", (await client.ExpectAsync(251, "MD5 part 1 2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_file_has_a_checksum()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("empty", "");
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal("SHA-256 0-0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 empty", (await client.ExpectAsync(213, "HASH empty")).Message);
        Assert.Equal("00000000", (await client.ExpectAsync(250, "XCRC empty")).Message);
    }

    [Fact]
    public async Task Abort_ends_a_checksum()
    {
        var store = new HeldStore(new MemoryFileStore());
        await using var server = await TestServer.StartAsync(options => options with { Users = [options.Users[0] with { Store = store }] });
        await store.WriteAsync("file", "x"u8.ToArray());
        await using var client = await Conversation.LogInAsync(server);

        await client.SendAsync("HASH file\r\n");
        await store.Reading;
        await client.ExpectAsync(200, "NOOP");
        await client.ExpectAsync(426, "ABOR");
        await client.ExpectAsync(226);
        await client.ExpectAsync(257, "PWD");
    }
}
