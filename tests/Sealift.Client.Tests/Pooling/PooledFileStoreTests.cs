using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Pooling;

public sealed class PooledFileStoreTests
{
    [Fact]
    public async Task Operations_over_a_pool_run_at_once()
    {
        await using var server = new LimitedPeer(serve: ServeAsync);
        await using (var store = new FtpFileStore(server.Pool()))
        {
            await using var download = await store.OpenReadAsync(RemoteFile, cancellationToken: Stop);
            List<string> names = [];
            await foreach (var entry in store.ListAsync(FtpPath.Home, Stop))
            {
                names.Add(entry.Name);
                Assert.NotNull(await store.FindAsync(RemoteFile, Stop));
            }

            using var content = new MemoryStream();
            await download.CopyToAsync(content, Stop);
            Assert.Equal(["file"], names);
            Assert.Equal("content"u8.ToArray(), content.ToArray());
        }

        Assert.Equal(3, server.Most);
        await server.AssertEmptyAsync();
    }

    [Fact]
    public async Task Store_over_a_pool_goes_on_after_a_session_broke()
    {
        await using var server = new LimitedPeer(serve: ServeAsync);
        await using var pool = server.Pool();
        await using var store = new FtpFileStore(pool, leaveOpen: true);
        await using (var lease = await pool.RentAsync(Stop))
        {
            await Assert.ThrowsAsync<FtpConnectionException>(() => lease.Client.ExecuteAsync(new Core.Wire.FtpCommand("DIE"), Stop));
        }

        Assert.NotNull(await store.FindAsync(RemoteFile, Stop));
        await store.DisposeAsync();
        await (await pool.RentAsync(Stop)).DisposeAsync(); // the pool was left open
    }

    private static async Task ServeAsync(ScriptedSession session)
    {
        session.Answers["MLST"] = "250-Facts\n type=file; file\n250 End";
        session.Answers["DIE"] = "421 As you wish.";
        while (true)
        {
            var line = await session.AnswerUntilAnyAsync("RETR", "MLSD", "QUIT");
            if (line is null or "QUIT") return;
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync(line.StartsWith("RETR", StringComparison.Ordinal) ? "content" : "type=file; file\r\n");
            await session.SendAsync("226 Done.");
        }
    }
}
