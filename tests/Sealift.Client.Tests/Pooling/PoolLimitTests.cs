using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Pooling;

/// <summary>What a server allows is learnt from its refusals, by stage and code.</summary>
[Trait("Fault", "F19")]
public sealed class PoolLimitTests
{
    [Theory]
    [InlineData(RefusalStage.Greeting)]
    [InlineData(RefusalStage.GreetingForGood)]
    [InlineData(RefusalStage.Password)]
    [InlineData(RefusalStage.PasswordWithGoodbye)]
    [InlineData(RefusalStage.Silently)]
    public async Task Renters_make_do_with_as_many_sessions_as_the_server_allows(RefusalStage stage)
    {
        await using var server = new LimitedPeer(limit: 2, stage);
        await using (var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 5 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => WorkAsync(pool)));

            Assert.Equal(2, pool.LearnedLimit);
            Assert.Equal(2, pool.SessionLimit);
            Assert.Equal(2, pool.Sessions);
            var refused = server.Refused;
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => WorkAsync(pool)));
            Assert.Equal(refused, server.Refused); // respected: nobody asked again
        }

        Assert.InRange(server.Refused, 1, 6);
        Assert.Equal(2, server.Most);
        await server.AssertEmptyAsync();
    }

    [Fact]
    public async Task Limit_is_put_to_the_test_after_a_time_that_doubles_and_grows_with_the_server()
    {
        var clock = new TestClock();
        var firstTime = TimeSpan.FromMinutes(10.5); // half a minute more: no other limit ends in it
        var secondTime = TimeSpan.FromMinutes(20.5);
        await using var server = new LimitedPeer(limit: 1, RefusalStage.Password);
        var hosts = new FtpHostMemory();
        var options = server.Options with { TimeProvider = clock, Hosts = hosts };
        await using var pool = new FtpClientPool(
            options, new FtpClientPoolOptions { LimitRetryAfter = TimeSpan.FromMinutes(10), IdleLifetime = Timeout.InfiniteTimeSpan });
        await using var first = await pool.RentAsync(Stop);
        var waiting = pool.RentAsync(Stop).AsTask();
        await UntilAsync(() => pool.LearnedLimit == 1);

        Assert.Equal(1, server.Refused);
        await clock.PassUntilAsync(UntilAsync(() => server.Refused == 2), firstTime);
        var asked = clock.Passed;
        Assert.True(asked >= TimeSpan.FromMinutes(10));
        await UntilAsync(() => hosts.SessionsOf(options).UntilRetry > TimeSpan.FromMinutes(10)); // the refusal has arrived

        server.Limit = 3;
        await clock.PassUntilAsync(waiting, secondTime);
        Assert.True(clock.Passed - asked >= TimeSpan.FromMinutes(20));
        await using var second = await waiting;
        await using var third = await pool.RentAsync(Stop);

        Assert.Equal(3, pool.LearnedLimit);
        Assert.Equal(2, server.Refused);
    }

    [Fact]
    public async Task Server_that_takes_nobody_is_asked_again_until_it_does()
    {
        await using var server = new LimitedPeer(limit: 0);
        await using var pool = server.Pool();
        var renting = pool.RentAsync(Stop).AsTask();
        await UntilAsync(() => server.Refused >= 2);

        server.Limit = 1;
        await using var lease = await renting.WaitAsync(HangGuard, Stop);

        Assert.True(lease.Client.IsUsable);
        Assert.Null(pool.LearnedLimit);
    }

    [Fact]
    public async Task Server_that_goes_on_taking_nobody_is_told_to_the_renter()
    {
        await using var server = new LimitedPeer(limit: 0);
        await using var pool = server.Pool(new FtpClientPoolOptions { BusyLimit = TimeSpan.Zero });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => pool.RentAsync(Stop).AsTask());

        Assert.Equal(421, error.Reply!.Code);
        Assert.True(error.IsTransient);
        Assert.Equal(1, server.Refused);
    }

    [Fact]
    public async Task Pools_with_one_memory_learn_from_each_other()
    {
        await using var server = new LimitedPeer(limit: 1, RefusalStage.Password);
        var clock = new TestClock(); // nobody asks again before it is told to
        var options = server.Options with { TimeProvider = clock };
        await using var one = new FtpClientPool(options);
        await using var other = new FtpClientPool(options with { ReplyTimeout = TimeSpan.FromSeconds(9) });
        var lease = await one.RentAsync(Stop);

        var waiting = other.RentAsync(Stop).AsTask();
        await UntilAsync(() => other.LearnedLimit == 1);
        Assert.False(waiting.IsCompleted);
        lease.Discard();
        await lease.DisposeAsync();
        await UntilAsync(() => server.Now == 0); // the server has seen that it ended

        await clock.PassUntilAsync(waiting, TimeSpan.FromSeconds(5));
        await using var taken = await waiting; // 530 was no refused login here
        Assert.Equal(1, server.Most);
    }

    private static async Task WorkAsync(FtpClientPool pool)
    {
        await using var lease = await pool.RentAsync(Stop);
        await lease.Client.PingAsync(Stop);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(HangGuard);
        while (!isSo()) await Task.Delay(5, limit.Token);
    }
}
