using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>What real servers do when a transfer is given up, and what the session is worth afterwards.</summary>
[Trait("Fault", "F30")]
public sealed class ClientAbortTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// vsftpd answers 426 and 225, ProFTPD 426 and 226 in either order, Pure-FTPd 226 to the ABOR of a download and never the
    /// download, 426 and 451 to that of an upload.
    /// </summary>
    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    [InlineData(PeerNames.Pyftpdlib)]
    public async Task Transfers_that_were_given_up_leave_a_session_in_step(string name)
    {
        var peer = peers.Require(name);
        var content = RandomNumberGenerator.GetBytes(1000);
        var timeline = new SessionTimeline();
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            Timeline = timeline,
            TimeProvider = new SlowTime(5), // a busy machine's servers have the time that quick ones need not
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();
        var (large, small) = (directory.Append("large"), directory.Append("small"));
        await client.PutAsync(small, content);
        await File.WriteAllBytesAsync(peer.OnDisk(large), new byte[32 << 20], Stop);
        for (var i = 0; i < 5; i++)
        {
            await using (var stream = await client.OpenReadAsync(large, cancellationToken: Stop))
            {
                await stream.ReadExactlyAsync(new byte[100_000], Stop);
            }

            Assert.True(client.IsUsable, Ending(timeline));
            Assert.Equal(content, await client.GetAsync(small));
            await using (var stream = await client.OpenWriteAsync(directory.Append("cut"), cancellationToken: Stop))
            {
                await stream.WriteAsync(new byte[200_000], Stop);
            }

            Assert.True(client.IsUsable, Ending(timeline));
            Assert.Equal(content, await client.GetAsync(small));
        }
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Cancelled_download_ends_within_a_second(string name)
    {
        var peer = peers.Require(name);
        var clock = new TestClock();
        await using var client = await FtpClient.ConnectAsync(
            ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with { TimeProvider = clock }, Stop);
        var path = (await client.MakeDirectoryAsync()).Append("large");
        await File.WriteAllBytesAsync(peer.OnDisk(path), new byte[64 << 20], Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var isCancelled = new TaskCompletionSource();
        var progress = new CancelAtFirstByte(() =>
        {
            cancel.Cancel();
            isCancelled.TrySetResult();
        });

        var transfer = client.DownloadAsync(path, Stream.Null, progress: progress, cancellationToken: cancel.Token);
        await isCancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        await clock.PassUntilAsync(transfer, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transfer);
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

    private static string Ending(SessionTimeline timeline) => string.Join('\n', timeline.Events.TakeLast(12));

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
