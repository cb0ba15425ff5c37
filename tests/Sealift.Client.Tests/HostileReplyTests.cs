using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Replies that would fill memory, wait for ever, or be taken for the answer to something else.</summary>
[Trait("Threat", "T13")]
[Trait("Fault", "F6")]
[Trait("Fault", "F30")]
[Trait("Peer", "hostile")]
public sealed class HostileReplyTests
{
    public static TheoryData<string> Broken =>
    [
        new string('2', 20_000),                                                     // no end in sight
        "200 " + new string('x', 9_000) + "\r\n",                                    // one line too long
        string.Concat(Enumerable.Repeat("200-again\r\n", 2_000)),                    // too many lines
        string.Concat(Enumerable.Repeat("200-" + new string('y', 500) + "\r\n", 200)), // too many bytes
        "200 a\0b\r\n",
        "777 Jackpot.\r\n",
        "000 Zero.\r\n",
        "2x0 Almost.\r\n",
        "Just text.\r\n",
        "\r\n",
        string.Concat(Enumerable.Repeat("100 Wait.\r\n", 100)) + "200 Done.\r\n",     // "wait" without end
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Reply_beyond_the_grammar_or_its_limits_ends_the_session(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("NOOP");
            await session.SendBytesAsync(Encoding.Latin1.GetBytes(reply));
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<FtpProtocolException>(() => client.PingAsync(Stop));

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Preliminary_replies_without_end_are_not_waited_for_in_a_transfer()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync(string.Join('\n', Enumerable.Repeat("150 Any moment now.", 100)));
            await Record.ExceptionAsync(() => session.SendDataAsync("content")); // the client may be gone by now
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<FtpProtocolException>(() => client.GetAsync());

        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Reply_that_drips_byte_by_byte_ends_at_the_limit_for_the_whole_reply()
    {
        var limit = TimeSpan.FromSeconds(10);
        var clock = new TestClock();
        var isGivenUp = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("NOOP");
            await Record.ExceptionAsync(async () =>
            {
                // A tenth of the limit before each byte, for as long as the client listens.
                while (!isGivenUp.Task.IsCompleted)
                {
                    await Task.Delay(1, Stop);
                    clock.Advance(limit / 10);
                    await session.SendBytesAsync("2"u8.ToArray());
                }
            });
        });
        await using var client = await peer.ConnectAsync(options => options with { ReplyTimeout = limit, TimeProvider = clock });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.PingAsync(Stop).WaitAsync(HangGuard, Stop));
        isGivenUp.SetResult();

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.True(clock.Passed >= limit);
        await client.AssertDeadAsync();
    }

    [Theory]
    [InlineData("226 Done.\r\n226 Done twice.\r\n")]
    [InlineData("226 Done.\r\n226 Do")]
    [InlineData("226 Done.\r\n226-More\r\n")]
    [InlineData("226 Done.\r\n\r\n")]
    public async Task Reply_too_many_is_never_taken_for_the_answer_to_the_next_command(string replies)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendBytesAsync(Encoding.ASCII.GetBytes(replies));
            await session.ExpectEndAsync(); // not even the command is sent
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await Assert.ThrowsAsync<FtpProtocolException>(() => client.DeleteFileAsync(RemoteFile, Stop));
        await client.AssertDeadAsync();
        await client.DisposeAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Reply_too_many_is_seen_in_clear_text_as_well()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.AnswerUntilAsync("NOOP");
            await session.SendBytesAsync("200 One.\r\n250 Two.\r\n"u8.ToArray());
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Mode = FtpTlsMode.PlaintextUnsafe });
        await client.PingAsync(Stop);

        await Assert.ThrowsAsync<FtpProtocolException>(() => client.DeleteFileAsync(RemoteFile, Stop));

        await client.AssertDeadAsync();
        await client.DisposeAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData(ScriptDelivery.Lines)]
    [InlineData(ScriptDelivery.Bytes)]
    public async Task Replies_cut_into_pieces_mean_the_same(ScriptDelivery delivery)
    {
        await using var peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.BeginUntilAsync("RETR");
                await session.SendAsync("150-Here\n150 it comes.");
                await session.SendDataAsync("content");
                await session.SendAsync("226-Do\n 226 not end here\n226 ne.");
                await session.AnswerToTheEndAsync();
            },
            new() { Delivery = delivery });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Replies_that_end_in_a_bare_line_feed_are_understood()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("NOOP");
            await session.SendBytesAsync("200 Fine.\n"u8.ToArray());
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await client.PingAsync(Stop);

        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goodbye_or_close_while_idle_is_told_with_the_next_command(bool saysGoodbye)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("NOOP");
            await session.SendAsync("200 Fine.");
            if (saysGoodbye) await session.SendAsync("421 You were idle.");
        });
        await using var client = await peer.ConnectAsync();
        await client.PingAsync(Stop);
        await peer.Completion;

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.PingAsync(Stop));

        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
        Assert.True(error.IsTransient);
        if (saysGoodbye) Assert.Equal(421, error.Reply!.Code);
        Assert.False(client.IsUsable);
    }
}
