using System.Globalization;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>
/// Control and data line run side by side, and servers order them as they like. A transfer has succeeded when its data has
/// ended in order and the final reply is 2xx, whichever is first.
/// </summary>
[Trait("Threat", "T21")]
[Trait("Fault", "F3")]
[Trait("Fault", "F10")]
[Trait("Peer", "hostile")]
public sealed class TransferOrderTests
{
    private static readonly string[] DownloadOrders =
    [
        "150 accept data end final",
        "accept 150 data end final",
        "accept data 150 end final",
        "accept data end 150 final",
        "accept data end final",
        "150 accept data final end",
        "150 accept final data end",
        "150 150 accept data 125 end final",
    ];

    private static readonly string[] UploadOrders =
    [
        "150 accept receive final",
        "accept 150 receive final",
        "accept receive 150 final",
        "accept receive final",
        "150 125 accept receive final",
    ];

    public static TheoryData<string, string> Downloads => Rows(DownloadOrders);

    public static TheoryData<string, string> Uploads => Rows(UploadOrders);

    [Theory]
    [MemberData(nameof(Downloads))]
    public async Task Download_succeeds_in_any_order_and_only_with_a_final_2xx(string order, string final)
    {
        await using var peer = ScriptedFtpPeer.Start(session => PlayAsync(session, "RETR", order, final));
        await using var client = await peer.ConnectAsync();

        if (final[0] == '2')
        {
            Assert.Equal("content"u8.ToArray(), await client.GetAsync());
        }
        else
        {
            var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());
            Assert.Equal(int.Parse(final[..3], CultureInfo.InvariantCulture), error.Reply.Code);
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task Upload_succeeds_in_any_order_and_only_with_a_final_2xx(string order, string final)
    {
        await using var peer = ScriptedFtpPeer.Start(session => PlayAsync(session, "STOR", order, final));
        await using var client = await peer.ConnectAsync();

        if (final[0] == '2')
        {
            var result = await client.PutAsync("content"u8.ToArray());
            Assert.Equal((7, final), (result.Bytes, result.Reply.ToString()));
        }
        else
        {
            var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.PutAsync("content"u8.ToArray()));
            Assert.Equal(int.Parse(final[..3], CultureInfo.InvariantCulture), error.Reply.Code);
        }

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("RETR", "150 accept data end")]
    [InlineData("RETR", "accept data end 150")]
    [InlineData("RETR", "accept data end")]
    [InlineData("STOR", "150 accept receive")]
    [InlineData("STOR", "accept receive 150")]
    [InlineData("STOR", "accept receive")]
    public async Task Final_reply_that_never_comes_is_awaited_no_longer_than_the_limit(string verb, string order)
    {
        var limit = TimeSpan.FromSeconds(10);
        var clock = new TestClock();
        var isSilent = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(session => PlayAsync(session, verb, order, "", isSilent));
        await using var client = await peer.ConnectAsync(
            options => options with { ReplyTimeout = limit, CompletionTimeout = limit, TimeProvider = clock });

        var transfer = verb == "RETR" ? client.GetAsync() : (Task)client.PutAsync("content"u8.ToArray());
        await isSilent.Task.WaitAsync(HangGuard, Stop);
        await clock.PassUntilAsync(transfer, limit * 2);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.True(clock.Passed >= limit);
        await client.AssertDeadAsync();
    }

    [Theory]
    [InlineData("RETR")]
    [InlineData("STOR")]
    public async Task Goodbye_instead_of_the_final_reply_ends_the_session(string verb)
    {
        await using var peer = ScriptedFtpPeer.Start(session => PlayAsync(
            session, verb, verb == "RETR" ? "150 accept data end final" : "150 accept receive final", "421 Shutting down."));
        await using var client = await peer.ConnectAsync();

        var transfer = verb == "RETR" ? client.GetAsync() : (Task)client.PutAsync("content"u8.ToArray());
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal((FtpConnectionFailure.Closed, 421), (error.Failure, error.Reply!.Code));
        await client.AssertDeadAsync();
    }

    private static TheoryData<string, string> Rows(string[] orders)
    {
        TheoryData<string, string> rows = [];
        foreach (var order in orders)
        {
            foreach (var final in new[] { "226 Done.", "250 Done.", "426 Cut.", "451 Disk.", "552 Full." }) rows.Add(order, final);
        }

        return rows;
    }

    private static async Task PlayAsync(
        ScriptedSession session, string verb, string order, string final, TaskCompletionSource? isPlayed = null)
    {
        await session.BeginUntilAsync(verb);
        ScriptedDataChannel? data = null;
        foreach (var step in order.Split(' '))
        {
            // A client that was told of the failure may have hung up already.
            var mayBeGone = order.IndexOf("final", StringComparison.Ordinal) is > 0 and var at
                && at < order.IndexOf(step, StringComparison.Ordinal) && final[0] != '2';
            try
            {
                switch (step)
                {
                    case "accept":
                        data = await session.Data.AcceptAsync();
                        break;
                    case "data":
                        await data!.SendAsync("content"u8.ToArray());
                        break;
                    case "end":
                        await data!.CloseAsync();
                        break;
                    case "receive":
                        Assert.Equal("content"u8.ToArray(), await data!.ReceiveAsync());
                        await data.CloseAsync();
                        break;
                    case "final":
                        await session.SendAsync(final);
                        break;
                    default:
                        await session.SendAsync(step + " Step.");
                        break;
                }
            }
            catch (IOException) when (mayBeGone)
            {
                break;
            }
        }

        isPlayed?.SetResult();
        await session.AnswerToTheEndAsync();
    }
}
