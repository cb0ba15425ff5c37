namespace Sealift.Server.Tests.Users;

[Trait("Threat", "T38")]
public sealed class RightsTests
{
    [Fact]
    public async Task Who_may_only_write_uploads_renames_and_checks_own_files_and_touches_no_others()
    {
        await using var server = await StartAsync(FtpRights.Write);
        server.Write("other", "theirs");
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal(226, (await client.UploadAsync("STOR mine.part", "content"u8.ToArray())).Code);
        await client.ExpectAsync(213, "SIZE mine.part");
        await client.ExpectAsync(213, "MFMT 20200102030405 mine.part");
        await client.ExpectAsync(350, "RNFR mine.part");
        await client.ExpectAsync(250, "RNTO mine");
        Assert.Equal(226, (await client.UploadAsync("STOR mine", "again"u8.ToArray())).Code);
        await client.ExpectAsync(257, "MKD directory");

        foreach (var command in new[] { "SIZE other", "MDTM other", "MLST other", "STAT other", "DELE other", "DELE mine", "RMD directory", "HASH other", "XCRC mine", "MFMT 20200102030405 other", "SITE CHMOD 600 other", "COMB \"all\" \"other\"", "LIST", "NLST", "MLSD", "RETR other", "RETR mine" })
            await client.ExpectAsync(550, command);
        await client.ExpectAsync(350, "RNFR other");
        await client.ExpectAsync(550, "RNTO elsewhere");
        await client.ExpectAsync(350, "RNFR mine");
        await client.ExpectAsync(550, "RNTO other");
        foreach (var command in new[] { "STOR other", "APPE other" })
        {
            using var socket = await client.OpenDataAsync();
            await client.ExpectAsync(550, command);
        }

        Assert.Equal("theirs", server.Read("other"));
        Assert.Equal("again", server.Read("mine"));
        Assert.Equal(3, Directory.GetFileSystemEntries(server.Root).Length);
    }

    [Fact]
    public async Task Who_may_not_overwrite_does_not_resume_what_another_session_left()
    {
        await using var server = await StartAsync(FtpRights.All & ~FtpRights.Overwrite);
        server.Write("file", "0123456789");
        await using var client = await Conversation.LogInAsync(server);

        using (await client.OpenDataAsync())
        {
            await client.ExpectAsync(350, "REST 5");
            await client.ExpectAsync(550, "STOR file");
        }

        await client.ExpectAsync(550, "MFMT 20200102030405 file");
        await client.ExpectAsync(250, "DELE file");
        Assert.Equal(226, (await client.UploadAsync("STOR file", "new"u8.ToArray())).Code);
    }

    [Fact]
    public async Task Who_may_only_read_and_list_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server, TestServer.Reader);

        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR file"));
        Assert.NotEmpty(await client.DownloadAsync("LIST"));
        foreach (var command in new[] { "STOR x", "APPE file", "STOU", "DELE file", "MKD d", "RMD d", "RNFR file", "MFMT 20200102030405 file", "MFF modify=20200102030405; file", "SITE CHMOD 600 file", "SITE UTIME 20200102030405 file", "ALLO 5", "COMB \"a\" \"file\"" })
            await client.ExpectAsync(550, command);
    }

    [Theory]
    [InlineData(FtpRights.All, "perm=cdeflmp;", "perm=adfrw;")]
    [InlineData(FtpRights.ReadOnly, "perm=el;", "perm=r;")]
    [InlineData(FtpRights.Write | FtpRights.List, "perm=celm;", "perm=;")]
    [InlineData(FtpRights.All & ~FtpRights.Overwrite, "perm=cdeflmp;", "perm=dfr;")]
    public async Task Facts_say_what_the_user_may_do(FtpRights rights, string ofDirectory, string ofFile)
    {
        await using var server = await StartAsync(rights);
        server.Write("directory/file", "content");
        await using var client = await Conversation.LogInAsync(server);

        Assert.Contains(ofDirectory, (await client.ExpectAsync(250, "MLST directory")).Text, StringComparison.Ordinal);
        Assert.Contains(ofFile, (await client.ExpectAsync(250, "MLST directory/file")).Text, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(FtpRights rights) =>
        TestServer.StartAsync(options => options with { Users = [options.Users[0] with { Rights = rights }] });
}
