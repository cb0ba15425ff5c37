using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Users;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Users;

[Trait("Threat", "T22")]
[Trait("Fault", "F13")]
public sealed class QuotaTests
{
    [Fact]
    public async Task Every_way_to_write_counts_to_its_real_end()
    {
        await using var server = await StartAsync(100);
        server.Write("there/old", new string('x', 40));
        await using var client = await Conversation.LogInAsync(server);
        await ExpectLeftAsync(client, 60);

        Assert.Equal(226, (await client.UploadAsync("STOR new", new byte[30])).Code);
        await ExpectLeftAsync(client, 30);
        Assert.Equal(226, (await client.UploadAsync("APPE new", new byte[10])).Code);
        await ExpectLeftAsync(client, 20);
        await client.ExpectAsync(350, "REST 30");
        Assert.Equal(226, (await client.UploadAsync("STOR new", new byte[15])).Code);
        await ExpectLeftAsync(client, 15);
        Assert.Equal(226, (await client.UploadAsync("STOU", new byte[5])).Code);
        await ExpectLeftAsync(client, 10);

        Assert.Equal(552, (await client.UploadAsync("STOR large", new byte[11])).Code);
        Assert.Equal(552, (await client.UploadAsync("APPE new", new byte[11])).Code);
        await ExpectLeftAsync(client, 10);
        await client.ExpectAsync(452, "ALLO 11");
        await client.ExpectAsync(200, "ALLO 10");
        Assert.Equal(226, (await client.UploadAsync("STOR exact", new byte[10])).Code);
        await ExpectLeftAsync(client, 0);
        Assert.Equal(552, (await client.UploadAsync("STOR one", new byte[1])).Code);
        Assert.Equal(226, (await client.UploadAsync("STOR none", Array.Empty<byte>())).Code);
        Assert.False(File.Exists(Path.Combine(server.Root, "large")));
    }

    [Fact]
    public async Task What_is_replaced_deleted_or_renamed_over_is_given_back()
    {
        await using var server = await StartAsync(100);
        await using var client = await Conversation.LogInAsync(server);

        Assert.Equal(226, (await client.UploadAsync("STOR a", new byte[80])).Code);
        Assert.Equal(226, (await client.UploadAsync("STOR a", new byte[90])).Code);
        await ExpectLeftAsync(client, 10);
        Assert.Equal(552, (await client.UploadAsync("STOR a", new byte[101])).Code);
        Assert.Equal(90, new FileInfo(Path.Combine(server.Root, "a")).Length);
        await ExpectLeftAsync(client, 10);
        Assert.Equal(226, (await client.UploadAsync("STOR b", new byte[10])).Code);
        await client.ExpectAsync(350, "RNFR b");
        await client.ExpectAsync(250, "RNTO a");
        await ExpectLeftAsync(client, 90);
        await client.ExpectAsync(250, "DELE a");
        await ExpectLeftAsync(client, 100);
    }

    [Fact]
    public async Task Joined_parts_count_like_uploads()
    {
        await using var server = await StartAsync(100);
        await using var client = await Conversation.LogInAsync(server);
        Assert.Equal(226, (await client.UploadAsync("STOR 1", new byte[20])).Code);
        Assert.Equal(226, (await client.UploadAsync("STOR 2", new byte[30])).Code);

        await client.ExpectAsync(250, "COMB \"all\" \"1\" \"2\"");
        await ExpectLeftAsync(client, 50);

        // Until it is done, a join needs room for the parts and for the whole.
        Assert.Equal(226, (await client.UploadAsync("STOR 3", new byte[40])).Code);
        await client.ExpectAsync(552, "COMB \"more\" \"3\"");
        await ExpectLeftAsync(client, 10);
    }

    [Fact]
    public async Task Compressed_upload_counts_what_it_unfolds_to()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { Quota = 1000 }],
            Policy = options.Policy with { AllowCompression = true },
        });
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "MODE Z");

        Assert.Equal(552, (await client.UploadAsync("STOR bomb", Zlib(new byte[1001]))).Code);
        Assert.Equal(226, (await client.UploadAsync("STOR good", Zlib(new byte[1000]))).Code);
        await client.ExpectAsync(200, "MODE S");
        await ExpectLeftAsync(client, 0);
    }

    [Fact]
    public async Task Uploads_at_once_share_the_quota()
    {
        await using var server = await StartAsync(300_000);
        await using var first = await Conversation.LogInAsync(server);
        await using var second = await Conversation.LogInAsync(server);

        var codes = await Task.WhenAll(first.UploadAsync("STOR a", new byte[200_000]), second.UploadAsync("STOR b", new byte[200_000]));

        Assert.InRange(codes.Count(reply => reply.Code == 226), 0, 1);
        Assert.All(codes, reply => Assert.True(reply.Code is 226 or 552));
        var used = Directory.GetFiles(server.Root).Sum(file => new FileInfo(file).Length);
        Assert.True(used <= 300_000, $"{used}");
        await ExpectLeftAsync(first, 300_000 - used);
    }

    [Fact]
    public async Task A_refusal_makes_an_old_count_doubtful()
    {
        var clock = new TestClock();
        var store = new MemoryFileStore();
        await WriteAsync(store, "/theirs", 100);
        var use = new StoreUse(store, clock);
        var quota = new QuotaUse(use, 100);
        var user = new UserStore(store, FtpRights.All, quota);

        await Assert.ThrowsAsync<FileStoreException>(() => WriteAsync(user, "/mine", 1));
        await store.DeleteAsync(FtpPath.Parse("/theirs"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<FileStoreException>(() => WriteAsync(user, "/mine", 1));
        clock.Advance(TimeSpan.FromMinutes(2));
        await WriteAsync(user, "/mine", 100);

        Assert.Equal(0, quota.Left);
    }

    [Fact]
    public async Task A_count_is_made_again_after_an_hour()
    {
        var clock = new TestClock();
        var store = new MemoryFileStore();
        var user = new UserStore(store, FtpRights.All, new QuotaUse(new StoreUse(store, clock), 100));
        Assert.Equal(100, await user.FindFreeSpaceAsync(FtpPath.Root, TestContext.Current.CancellationToken));

        await WriteAsync(store, "/theirs", 60);
        Assert.Equal(100, await user.FindFreeSpaceAsync(FtpPath.Root, TestContext.Current.CancellationToken));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(40, await user.FindFreeSpaceAsync(FtpPath.Root, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Curl_is_told_552_when_the_quota_is_used_up()
    {
        PeerProcess.Demand("curl");
        await using var server = await StartAsync(100_000);
        var local = Path.Combine(server.Directory.FullName, "local.bin");
        await File.WriteAllBytesAsync(local, new byte[100_001], TestContext.Current.CancellationToken);

        var (code, _, errors) = await PeerProcess.RunAsync(
            "curl", "-sSv", "-k", "--ssl-reqd", "-u", $"{TestServer.User}:{TestServer.Password}", "-T", local, $"ftp://127.0.0.1:{server.Explicit.Port}/file");

        Assert.NotEqual(0, code);
        Assert.Contains("< 552 There is no room left", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    private static async Task WriteAsync(IFileStore store, string path, int bytes)
    {
        await using var file = await store.OpenWriteAsync(FtpPath.Parse(path), FileWriteOptions.Replace);
        await file.WriteAsync(new byte[bytes]);
        await file.CompleteAsync();
    }

    private static async Task ExpectLeftAsync(Conversation client, long left) =>
        Assert.Equal($"{left}", (await client.ExpectAsync(213, "AVBL")).Text);

    private static byte[] Zlib(byte[] content)
    {
        using var target = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(target, System.IO.Compression.CompressionLevel.Optimal)) zlib.Write(content);
        return target.ToArray();
    }

    private static Task<TestServer> StartAsync(long quota) =>
        TestServer.StartAsync(options => options with { Users = [options.Users[0] with { Quota = quota }] });
}
