using System.Diagnostics;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>The limit is on progress, not on the whole.</summary>
public sealed class StallTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("RETR")]
    [InlineData("STOR")]
    public async Task Data_that_does_not_move_is_given_up(string verb)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Go.");
            using var data = await session.Data.AcceptAsync();
            if (verb == "RETR") await data.SendAsync("half"u8.ToArray());
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { StallTimeout = Limit, ReplyTimeout = Limit });
        var watch = Stopwatch.StartNew();

        var transfer = verb == "RETR" ? client.GetAsync() : (Task)client.PutAsync(new byte[32 << 20]);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.True(error.IsTransient);
        Assert.InRange(watch.Elapsed, Limit * 0.9, Limit * 8);
        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Stalled_transfer_that_the_server_ends_leaves_a_usable_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Go.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync("half"u8.ToArray());
                await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    await data.ReceiveAsync(); // to the client's end
                    throw new EndOfStreamException();
                });
            }

            await session.SendAsync("226 Closed.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { StallTimeout = Limit });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Data_that_moves_slowly_may_take_longer_than_the_limit()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Go.");
            using (var data = await session.Data.AcceptAsync())
            {
                for (var i = 0; i < 15; i++)
                {
                    await data.SendAsync("x"u8.ToArray());
                    await Task.Delay(Limit / 10, Stop);
                }

                await data.CloseAsync();
            }

            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { StallTimeout = Limit, ReplyTimeout = Limit });

        Assert.Equal(15, (await client.GetAsync()).Length);

        await client.AssertUsableAsync();
    }
}
