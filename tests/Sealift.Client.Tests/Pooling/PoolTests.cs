using Microsoft.Extensions.Time.Testing;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Pooling;

[Trait("Fault", "F6")]
[Trait("Fault", "F32")]
public sealed class PoolTests
{
    [Fact]
    public async Task Session_goes_from_one_renter_to_the_next()
    {
        await using var server = new LimitedPeer();
        await using var pool = server.Pool();

        FtpClient first;
        await using (var lease = await pool.RentAsync(Stop)) first = lease.Client;
        await using var again = await pool.RentAsync(Stop);

        Assert.Same(first, again.Client);
        Assert.Single(server.Peer.Sessions);
    }

    [Fact]
    public async Task Renters_wait_in_their_order_and_one_that_gives_up_is_passed_over()
    {
        await using var server = new LimitedPeer();
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1 });
        using var impatience = new CancellationTokenSource();
        List<int> order = [];
        var lease = await pool.RentAsync(Stop);
        var one = TakeAsync(1, Stop);
        var two = TakeAsync(2, impatience.Token);
        var three = TakeAsync(3, Stop);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await lease.DisposeAsync();
        await Task.WhenAll(one, three).WaitAsync(HangGuard, Stop);

        Assert.Equal([1, 3], order);
        Assert.Equal(1, server.Most);

        async Task TakeAsync(int number, CancellationToken cancellationToken)
        {
            await using var mine = await pool.RentAsync(cancellationToken);
            order.Add(number);
            await mine.Client.PingAsync(Stop);
        }
    }

    [Fact]
    public async Task Renter_that_gives_up_while_a_session_is_asked_for_a_sign_of_life_leaves_its_place()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LimitedPeer(serve: async session =>
        {
            if (!asked.Task.IsCompleted)
            {
                await session.AnswerUntilAsync("NOOP");
                asked.SetResult(); // and no answer
            }

            await session.AnswerToTheEndAsync();
        })
        { ClientsMayGo = true };
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 1, PingAfter = TimeSpan.Zero });
        await (await pool.RentAsync(Stop)).DisposeAsync();
        using var impatience = new CancellationTokenSource();
        var renting = pool.RentAsync(impatience.Token).AsTask();
        await asked.Task.WaitAsync(HangGuard, Stop);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renting.WaitAsync(HangGuard, Stop));
        await using var next = await pool.RentAsync(Stop).AsTask().WaitAsync(HangGuard, Stop);
        await next.Client.PingAsync(Stop);
        Assert.Equal(2, server.Peer.Sessions.Count);
    }

    [Fact]
    public async Task Renter_that_waited_for_too_long_is_told_so()
    {
        await using var server = new LimitedPeer();
        var clock = new TestClock();
        var limit = TimeSpan.FromSeconds(10);
        await using var pool = server.Pool(
            new FtpClientPoolOptions { MaxSessions = 1, WaitLimit = limit }, options => options with { TimeProvider = clock });
        await using var lease = await pool.RentAsync(Stop);

        var renting = pool.RentAsync(Stop).AsTask();
        await clock.PassUntilAsync(renting, limit);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => renting);

        Assert.True(clock.Passed >= limit);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("421 Zu lange still.")]
    [InlineData(null)]
    public async Task Session_that_the_server_ended_while_idle_is_replaced_with_the_same_working_state(string? goodbye)
    {
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new LimitedPeer(serve: async session =>
        {
            if (isOver.Task.IsCompleted)
            {
                await session.AnswerToTheEndAsync();
                return;
            }

            await session.AnswerUntilAsync("NOOP");
            await session.SendAsync("200 Gut.");
            if (goodbye is not null) await session.SendAsync(goodbye);
            isOver.SetResult();
        });
        var prepared = 0;
        await using var pool = server.Pool(new FtpClientPoolOptions
        {
            WorkingDirectory = FtpPath.Parse("/in/box"),
            Prepare = (_, _) => Task.FromResult(++prepared),
        });
        FtpClient first;
        await using (var lease = await pool.RentAsync(Stop))
        {
            first = lease.Client;
            await first.PingAsync(Stop);
        }

        await isOver.Task;
        while (first.IsReady) await Task.Delay(1, Stop);
        await using var fresh = await pool.RentAsync(Stop);

        Assert.NotSame(first, fresh.Client);
        await fresh.Client.PingAsync(Stop);
        Assert.Equal(2, prepared);
        Assert.All(server.Peer.Sessions, session => Assert.Contains("CWD /in/box", session.CommandsInTls));
        Assert.All(server.Peer.Sessions, session => Assert.Contains("TYPE I", session.CommandsInTls));
        Assert.Equal(1, pool.Sessions);
        Assert.Null(pool.LearnedLimit);
    }

    [Fact]
    public async Task Session_that_broke_during_its_lease_is_not_given_to_anybody()
    {
        await using var server = new LimitedPeer(serve: session => session.AnswerUntilAnyAsync("SIZE", "QUIT"));
        await using var pool = server.Pool();
        FtpClient first;
        await using (var lease = await pool.RentAsync(Stop))
        {
            first = lease.Client;
            await Assert.ThrowsAsync<FtpConnectionException>(() => first.GetSizeAsync(RemoteFile, Stop));
        }

        Assert.Equal(0, pool.Sessions);
        await using var fresh = await pool.RentAsync(Stop);
        Assert.NotSame(first, fresh.Client);
    }

    [Fact]
    public async Task Session_in_the_middle_of_a_transfer_is_closed_instead_of_returned()
    {
        await using var server = new LimitedPeer(serve: async session =>
        {
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Los.");
            using var data = await session.Data.AcceptAsync();
            await data.SendAsync("half"u8.ToArray());
            await session.ExpectEndAsync();
        });
        await using var pool = server.Pool();
        var lease = await pool.RentAsync(Stop);
        var stream = await lease.Client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
        await stream.ReadExactlyAsync(new byte[4], Stop);

        await lease.DisposeAsync();

        Assert.Equal(0, pool.Sessions);
        Assert.Throws<ObjectDisposedException>(() => lease.Client);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task Session_idle_for_long_is_asked_for_a_sign_of_life_and_replaced_if_it_gives_none()
    {
        var clock = new FakeTimeProvider();
        await using var server = new LimitedPeer(serve: async session =>
        {
            if (await session.AnswerUntilAnyAsync("NOOP", "QUIT") is null or "QUIT") return;
            await session.SendAsync("200 Gut.");
            if (await session.AnswerUntilAnyAsync("NOOP", "QUIT") is "NOOP") session.Reset(); // instead of a sign of life
        });
        await using var pool = server.Pool(change: options => options with { TimeProvider = clock });
        FtpClient first;
        await using (var lease = await pool.RentAsync(Stop)) first = lease.Client;

        clock.Advance(TimeSpan.FromSeconds(31));
        await using (var lease = await pool.RentAsync(Stop)) Assert.Same(first, lease.Client);
        clock.Advance(TimeSpan.FromSeconds(31));
        await using (var lease = await pool.RentAsync(Stop)) Assert.NotSame(first, lease.Client);
    }

    [Fact]
    public async Task Idle_sessions_are_closed_with_a_goodbye_when_their_time_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var server = new LimitedPeer();
        await using var pool = server.Pool(change: options => options with { TimeProvider = clock });
        var leases = new[] { await pool.RentAsync(Stop), await pool.RentAsync(Stop) };
        await leases[0].DisposeAsync();
        clock.Advance(TimeSpan.FromMinutes(2));
        await leases[1].DisposeAsync();
        Assert.Equal(2, pool.IdleSessions);

        clock.Advance(TimeSpan.FromMinutes(2));
        await server.Peer.Sessions[0].Ended.WaitAsync(HangGuard, Stop);
        Assert.Equal(1, pool.IdleSessions);
        clock.Advance(TimeSpan.FromMinutes(2));
        await server.AssertEmptyAsync();

        Assert.Equal(0, pool.IdleSessions);
        Assert.All(server.Peer.Sessions, session => Assert.Equal("QUIT", session.CommandsInTls[^1]));
    }

    [Fact]
    public async Task Closing_says_goodbye_to_the_idle_and_cuts_off_what_stays_rented()
    {
        await using var server = new LimitedPeer();
        var clock = new TestClock();
        var limit = TimeSpan.FromSeconds(1);
        var pool = server.Pool(
            new FtpClientPoolOptions { MaxSessions = 2, ClosingLimit = limit }, options => options with { TimeProvider = clock });
        var kept = await pool.RentAsync(Stop);
        await (await pool.RentAsync(Stop)).DisposeAsync();
        var last = await pool.RentAsync(Stop);
        var waiting = pool.RentAsync(Stop).AsTask();
        var closing = pool.DisposeAsync().AsTask();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await last.DisposeAsync();
        await server.Peer.Sessions[1].Ended.WaitAsync(HangGuard, Stop);
        Assert.False(closing.IsCompleted);
        await clock.PassUntilAsync(closing, limit);
        await closing;

        Assert.False(kept.Client.IsUsable);
        await server.AssertEmptyAsync();
        Assert.Single(server.Peer.Sessions, session => session.CommandsInTls[^1] == "QUIT");
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RentAsync(Stop).AsTask());
        await kept.DisposeAsync();
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task Many_impatient_renters_leave_no_session_behind()
    {
        await using var server = new LimitedPeer(limit: 3, RefusalStage.Password) { ClientsMayGo = true };
        await using (var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 4 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 60).Select(async number =>
            {
                using var patience = new CancellationTokenSource();
                if (number % 3 == 0) patience.CancelAfter(number * 3);
                try
                {
                    await using var lease = await pool.RentAsync(patience.Token);
                    await lease.Client.PingAsync(Stop);
                    if (number % 10 == 1) lease.Discard();
                }
                catch (OperationCanceledException)
                {
                    Assert.Equal(0, number % 3);
                }
            }));

            Assert.InRange(pool.Sessions, 1, 3);
            Assert.Equal(pool.Sessions, pool.IdleSessions);
        }

        Assert.InRange(server.Most, 1, 3);
        await server.AssertEmptyAsync();
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var options = new FtpClientOptions { Host = "localhost" };
        FtpClientPoolOptions[] wrong =
        [
            new() { MaxSessions = 0 },
            new() { MaxSessions = 1001 },
            new() { IdleLifetime = TimeSpan.FromSeconds(-1) },
            new() { ClosingLimit = Timeout.InfiniteTimeSpan },
        ];

        Assert.All(wrong, bad => Assert.Throws<ArgumentOutOfRangeException>(() => new FtpClientPool(options, bad)));
    }
}
