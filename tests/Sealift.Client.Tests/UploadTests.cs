using System.Security.Cryptography;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

[Trait("Threat", "T21")]
[Trait("Fault", "F15")]
[Trait("Fault", "F24")]
public sealed class UploadTests
{
    // Nothing but a moment of the clock: what ends then was not ended by a limit.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Slow_reader_gets_every_byte_and_the_close_notify(TlsVersion version)
    {
        var content = RandomNumberGenerator.GetBytes(400_000);
        (byte[] Bytes, bool? SawCloseNotify) received = default;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.ListenForData(receiveBuffer: 4096).EpsvReply;
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                received = (await data.ReceiveAsync(chunk: 4096, pause: TimeSpan.FromMilliseconds(1)), data.SawCloseNotify);
                await data.CloseAsync();
            }

            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options.Only(version));

        var result = await client.PutAsync(content);

        Assert.Equal(content.Length, result.Bytes);
        Assert.Equal(content, received.Bytes);
        Assert.True(received.SawCloseNotify);
        Assert.True(result.Tls!.CloseNotifySent);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Server_that_drains_for_longer_than_it_may_be_silent_still_confirms_the_upload()
    {
        // Small enough for the buffers on the way, so that nothing but the server's draining is left to wait for.
        var content = RandomNumberGenerator.GetBytes(40_000);
        var limit = TimeSpan.FromSeconds(1);
        var clock = new TestClock();
        var timeline = new SessionTimeline();
        var isSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        timeline.Added += happened =>
        {
            if (happened is DataTransferred) isSent.SetResult();
        };
        byte[] received = [];
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.ListenForData().EpsvReply;
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                await isSent.Task.WaitAsync(HangGuard, Stop);
                await clock.PassAsync(limit * 10);
                received = await data.ReceiveAsync();
                await clock.PassAsync(limit * 10);
                await data.CloseAsync();
                await clock.PassAsync(limit * 10);
            }

            await session.SendAsync("226 Stored.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            ReplyTimeout = limit,
            StallTimeout = limit,
            TimeProvider = clock,
            Timeline = timeline,
        });

        var result = await client.PutAsync(content);

        Assert.Equal(content.Length, result.Bytes);
        Assert.Equal(content, received);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Transfer_cancelled_between_rest_and_its_command_ends_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.ListenForData().EpsvReply;
            session.Answers["REST"] = "350 Waiting.";
            await session.AnswerToTheEndAsync();
        });
        using var cancellation = new CancellationTokenSource();
        var timeline = new SessionTimeline();
        timeline.Added += happened =>
        {
            if (happened is ReplyReceived { Reply.Code: 350 }) cancellation.Cancel();
        };
        await using var client = await peer.ConnectAsync(options => options with { Timeline = timeline });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.OpenWriteAsync(Scripted.RemoteFile, FtpWriteMode.Resume, 5000, cancellation.Token));

        Assert.False(client.IsUsable);
    }

    [Fact]
    public async Task Download_that_failed_does_not_look_like_its_end_when_read_again()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.ListenForData().EpsvReply;
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync(new byte[10]);
                await data.CloseAsync();
            }

            await session.SendAsync("451 Disk.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        await using var stream = await client.OpenReadAsync(Scripted.RemoteFile, cancellationToken: Scripted.Stop);
        var buffer = new byte[100];

        Assert.Equal(10, await stream.ReadAsync(buffer, Scripted.Stop));
        await Assert.ThrowsAsync<FtpReplyException>(() => stream.ReadAsync(buffer, Scripted.Stop).AsTask());

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAsync(buffer, Scripted.Stop).AsTask());
    }

    [Fact]
    public async Task Stream_disposed_without_waiting_ends_the_session_and_blocks_nobody()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.ListenForData().EpsvReply;
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            using var data = await session.Data.AcceptAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var stream = await client.OpenReadAsync(Scripted.RemoteFile, cancellationToken: Scripted.Stop);

        stream.Dispose();

        Assert.False(client.IsUsable);
        await Assert.ThrowsAsync<FtpConnectionException>(() => client.PingAsync(Scripted.Stop));
    }

    [Theory]
    [InlineData("552 Full.", true)]
    [InlineData("452 Nearly full.", true)]
    [InlineData("426 Cut.", false)]
    [InlineData("552 Full.", false)]
    public async Task Refusal_in_the_middle_ends_the_upload_at_once(string reply, bool keepsDataOpen)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using var data = await session.Data.AcceptAsync();
            Assert.NotEqual(0, await data.Stream.ReadAsync(new byte[100], Stop));
            if (!keepsDataOpen) data.Reset();
            await session.SendAsync(reply);
            await session.AnswerToTheEndAsync();
        });
        var clock = new TestClock();
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = clock });

        var transfer = client.PutAsync(new byte[32 << 20]);
        await clock.PassUntilAsync(transfer, Moment);
        var error = await Assert.ThrowsAsync<FtpReplyException>(() => transfer);

        Assert.StartsWith(reply, error.Reply.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Refusal_in_the_middle_of_a_download_ends_it_at_once_though_the_data_connection_stays_open()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync();
            await data.SendAsync("half"u8.ToArray());
            await session.SendAsync("451 Disk.");
            await session.AnswerToTheEndAsync();
        });
        var clock = new TestClock();
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = clock });

        var transfer = client.GetAsync();
        await clock.PassUntilAsync(transfer, Moment);
        var error = await Assert.ThrowsAsync<FtpReplyException>(() => transfer);

        Assert.Equal(451, error.Reply.Code);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Server_that_confirms_before_the_upload_is_complete_is_not_believed()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using var data = await session.Data.AcceptAsync();
            Assert.NotEqual(0, await data.Stream.ReadAsync(new byte[100], Stop));
            data.Reset();
            await session.SendAsync("226 That is all I need.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAnyAsync<Core.FtpException>(() => client.PutAsync(new byte[32 << 20]));

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Upload_that_was_not_completed_is_cut_off_without_close_notify()
    {
        bool? sawCloseNotify = null;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("STOR");
            await session.SendAsync("150 Send it.");
            using (var data = await session.Data.AcceptAsync())
            {
                try
                {
                    await data.ReceiveAsync();
                    sawCloseNotify = data.SawCloseNotify;
                }
                catch (IOException)
                {
                    sawCloseNotify = false; // a reset
                }
            }

            await session.SendAsync("426 Cut.");
            await session.AnswerToTheEndAsync();
        });
        var clock = new TestClock();
        await using var client = await peer.ConnectAsync(options => options with { TimeProvider = clock });
        var stream = await client.OpenWriteAsync(RemoteFile, cancellationToken: Stop);
        await stream.WriteAsync(new byte[100_000], Stop);
        await stream.FlushAsync(Stop);

        var disposing = stream.DisposeAsync().AsTask();
        await clock.PassUntilAsync(disposing, Moment);
        await disposing;

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.False(sawCloseNotify);
    }

    [Fact]
    public async Task Refused_rest_sends_no_stor_and_keeps_the_file()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["REST"] = "502 Never.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(
            () => client.OpenWriteAsync(RemoteFile, FtpWriteMode.Resume, 5, Stop));

        Assert.Equal("REST 5", error.Command.ToString());
        Assert.Equal(502, (await Assert.ThrowsAsync<FtpReplyException>(() => client.OpenReadAsync(RemoteFile, 5, Stop))).Reply.Code);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("STOR", StringComparison.Ordinal));
    }
}
