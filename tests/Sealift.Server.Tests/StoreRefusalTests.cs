using Sealift.Core.Stores;
using Sealift.Server.Commands;

namespace Sealift.Server.Tests;

/// <summary>What a store refuses is told by the reply that RFC 959 section 4.2.1 has for it; clients act by its code.</summary>
public sealed class StoreRefusalTests
{
    [Theory]
    [InlineData(FileStoreError.NotFound, 550)]
    [InlineData(FileStoreError.AlreadyExists, 550)]
    [InlineData(FileStoreError.NotPermitted, 550)]
    [InlineData(FileStoreError.NotADirectory, 550)]
    [InlineData(FileStoreError.IsADirectory, 550)]
    [InlineData(FileStoreError.DirectoryNotEmpty, 550)]
    [InlineData(FileStoreError.ReadOnly, 550)]
    [InlineData(FileStoreError.NoSpace, 552)]
    [InlineData(FileStoreError.NameNotValid, 553)]
    [InlineData(FileStoreError.Other, 451)]
    public void A_refusal_of_the_store_has_its_code(FileStoreError error, int code) => Assert.Equal(code, StoreReplies.For(error).Code);

    [Fact]
    public async Task Names_that_are_taken_and_files_that_are_no_directories_are_told_apart()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "content");
        server.Write("dir/inner", "content");
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(550, "MKD dir");
        await client.ExpectAsync(550, "MKD file/below");
        await client.ExpectAsync(550, "CWD file");
        await client.ExpectAsync(550, "RMD dir");
        await client.ExpectAsync(550, "RMD file");

        Assert.Equal("content", server.Read("file"));
        Assert.Equal("content", server.Read("dir/inner"));
    }
}
