using System.Diagnostics;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>What real servers do when a transfer is given up, and what the session is worth afterwards.</summary>
public sealed class ClientAbortTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// vsftpd answers 426. ProFTPD does so too or, now and then, ends the session; Pure-FTPd sends another 150 and no final reply
    /// at all. A session that lives must be in step, one that is dead must say so.
    /// </summary>
    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Download_that_was_given_up_leaves_a_session_in_step_or_one_that_is_dead(string name)
    {
        var peer = peers.Require(name);
        var content = RandomNumberGenerator.GetBytes(1000);
        for (var i = 0; i < 3; i++)
        {
            await using var client = await ClientWork.ConnectAsync(peer);
            var directory = await client.MakeDirectoryAsync();
            var (large, small) = (directory.Append("large"), directory.Append("small"));
            await client.PutAsync(small, content);
            await File.WriteAllBytesAsync(peer.OnDisk(large), new byte[32 << 20], Stop);

            await using (var stream = await client.OpenReadAsync(large, cancellationToken: Stop))
            {
                await stream.ReadExactlyAsync(new byte[100_000], Stop);
            }

            if (peer.Server == "vsftpd") Assert.True(client.IsUsable);
            if (client.IsUsable) Assert.Equal(content, await client.GetAsync(small));
            else await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync(small));
        }
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Cancelled_download_ends_within_a_second(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var path = (await client.MakeDirectoryAsync()).Append("large");
        await File.WriteAllBytesAsync(peer.OnDisk(path), new byte[64 << 20], Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watch = new Stopwatch();
        var progress = new CancelAtFirstByte(() =>
        {
            watch.Start();
            cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.DownloadAsync(path, Stream.Null, progress: progress, cancellationToken: cancel.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Missing_files_and_directories_leave_the_session_usable(string name)
    {
        var peer = peers.Require(name);
        await using var client = await ClientWork.ConnectAsync(peer);
        var absent = (await client.MakeDirectoryAsync()).Append("absent");

        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync(absent))).Reply.Code);
        await Assert.ThrowsAsync<FtpReplyException>(() => client.PutAsync(absent.Append("file"), [1]));
        Assert.Null(await client.FindAsync(absent, Stop));
        Assert.Null(await client.GetSizeAsync(absent, Stop));
        Assert.False(await client.DeleteFileAsync(absent, Stop));
        Assert.False(await client.DeleteDirectoryAsync(absent, Stop));

        await client.PutAsync(absent, [1]);
        Assert.Equal([1], await client.GetAsync(absent));
    }

    private sealed class CancelAtFirstByte(Action cancel) : IProgress<long>
    {
        private bool _isCancelled;

        public void Report(long value)
        {
            if (_isCancelled) return;
            _isCancelled = true;
            cancel();
        }
    }
}
