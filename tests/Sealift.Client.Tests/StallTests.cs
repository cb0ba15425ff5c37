using Sealift.Client.Control;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>The limit is on progress, not on the whole.</summary>
[Trait("Fault", "F2")]
[Trait("Fault", "F32")]
public sealed class StallTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TestClock _clock = new();

    [Theory]
    [InlineData("RETR")]
    [InlineData("STOR")]
    public async Task Data_that_does_not_move_is_given_up(string verb)
    {
        var isStill = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Go.");
            using var data = await session.Data.AcceptAsync();
            if (verb == "RETR") await data.SendAsync("half"u8.ToArray());
            isStill.SetResult();
            await session.ExpectEndAsync();
        });
        await using var client = await peer.ConnectAsync(OnClock);

        var transfer = verb == "RETR" ? client.GetAsync() : (Task)client.PutAsync(new byte[32 << 20]);
        await isStill.Task.WaitAsync(HangGuard, Stop);
        await _clock.PassUntilAsync(transfer, Limit * 8);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.True(error.IsTransient);
        Assert.True(_clock.Passed >= Limit * 0.9);
        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Server_that_takes_no_command_is_given_up()
    {
        await using var peer = ScriptedFtpPeer.Start(session => session.StaySilentAsync());
        await using var connection = await ControlConnection.OpenAsync(OnClock(peer.Options()), Stop);
        FtpCommand[] flight = [.. Enumerable.Repeat(new FtpCommand("NOOP", new string('x', 4000)), 100)];

        var sending = SendAsync();
        await _clock.PassUntilAsync(sending, HangGuard * 8);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => sending);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.StartsWith("The server took no command within ", error.Message, StringComparison.Ordinal);
        Assert.Same(error, connection.Failure);

        async Task SendAsync()
        {
            while (true) await connection.SendAsync(flight, Stop); // until the kernels on both sides hold no more
        }
    }

    [Fact]
    public async Task Stalled_transfer_that_the_server_ends_leaves_a_usable_session()
    {
        var isStill = new TaskCompletionSource();
        var isCut = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Go.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync("half"u8.ToArray());
                isStill.SetResult();
                await Record.ExceptionAsync(() => data.ReceiveAsync()); // to the client's end, or its reset
                isCut.SetResult();
            }

            await session.SendAsync("226 Closed.");
            await session.AnswerToTheEndAsync();
        });
        // Of the two limits only that of the data may end: 150 may be read late.
        await using var client = await peer.ConnectAsync(options => OnClock(options) with { ReplyTimeout = HangGuard });

        var transfer = client.GetAsync();
        await isStill.Task.WaitAsync(HangGuard, Stop);
        await _clock.PassUntilAsync(isCut.Task, Limit * 1.05); // the cut, and no limit of what follows it
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Data_that_moves_slowly_may_take_longer_than_the_limit()
    {
        var mayMove = new SemaphoreSlim(0);
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Go.");
            using (var data = await session.Data.AcceptAsync())
            {
                for (var i = 0; i < 15; i++)
                {
                    await mayMove.WaitAsync(Stop);
                    await data.SendAsync("x"u8.ToArray());
                }

                await data.CloseAsync();
            }

            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(OnClock);
        await using var stream = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await _clock.AwaitNoTimerAsync(Limit); // until 150 has come there is a limit for the reply
        var buffer = new byte[2];

        for (var i = 0; i < 15; i++)
        {
            var reading = stream.ReadAsync(buffer, Stop);
            _clock.Advance(Limit * 0.6);
            mayMove.Release();
            Assert.Equal(1, await reading);
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, Stop));
        Assert.True(_clock.Passed > Limit * 8);
        await client.AssertUsableAsync();
    }

    private FtpClientOptions OnClock(FtpClientOptions options) =>
        options with { StallTimeout = Limit, ReplyTimeout = Limit, TimeProvider = _clock };
}
