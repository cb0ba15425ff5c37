using Microsoft.Extensions.Time.Testing;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Pooling;

/// <summary>A refused login is tried once, however many renters there are: accounts must not be locked.</summary>
[Trait("Threat", "T10")]
[Trait("Fault", "F20")]
public sealed class PoolLoginTests
{
    [Fact]
    public async Task Wrong_password_is_tried_once_for_all_renters_and_not_again()
    {
        await using var server = new LimitedPeer(limit: 0, RefusalStage.Password);
        await using var pool = server.Pool(new FtpClientPoolOptions { MaxSessions = 4 });

        var errors = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Record.ExceptionAsync(() => pool.RentAsync(Stop).AsTask()).AsTask()));
        var later = await Record.ExceptionAsync(() => pool.RentAsync(Stop).AsTask());
        await using var other = new FtpClientPool(server.Options with { Hosts = new FtpHostMemory() });

        Assert.All([.. errors, later], error => Assert.Equal(530, Assert.IsType<FtpAuthenticationException>(error).Reply.Code));
        Assert.Equal(1, server.Refused);
        Assert.Equal(0, pool.Sessions);
    }

    [Fact]
    public async Task Refused_login_is_tried_again_when_the_caller_says_that_something_changed()
    {
        await using var server = new LimitedPeer(limit: 0, RefusalStage.Password);
        await using var pool = server.Pool();
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());

        server.Limit = 1;
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());
        pool.ForgetRefusal();
        await using var lease = await pool.RentAsync(Stop);

        Assert.Equal(1, server.Refused);
    }

    [Fact]
    public async Task Another_password_is_another_login()
    {
        await using var server = new LimitedPeer(limit: 0, RefusalStage.Password);
        var options = server.Options;
        await using var wrong = new FtpClientPool(options with { Credential = FtpCredential.WithPassword(User, "wrong") });
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => wrong.RentAsync(Stop).AsTask());
        server.Limit = 1;

        await using var right = new FtpClientPool(options);
        await using var lease = await right.RentAsync(Stop);

        Assert.True(lease.Client.IsUsable);
    }

    [Fact]
    public async Task Login_that_is_refused_when_no_session_has_lived_for_a_while_is_not_retried_either()
    {
        var clock = new FakeTimeProvider();
        await using var server = new LimitedPeer(limit: 2, RefusalStage.Password);
        await using var pool = server.Pool(change: options => options with { TimeProvider = clock });
        await EndASessionAsync(pool);
        server.Limit = 0; // the password was changed, say
        clock.Advance(TimeSpan.FromSeconds(6));

        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());

        Assert.Equal(1, server.Refused);
    }

    [Fact]
    public async Task Server_that_still_counts_a_session_which_has_just_ended_is_asked_again_a_few_times()
    {
        var clock = new TestClock(); // the attempts have five seconds, however long a login takes on this machine
        await using var server = new LimitedPeer(limit: 1, RefusalStage.Password);
        await using var pool = server.Pool(change: options => options with { TimeProvider = clock });
        await EndASessionAsync(pool);
        server.Limit = 0;

        var renting = pool.RentAsync(Stop).AsTask();
        await clock.PassUntilAsync(renting, TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => renting);
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());

        Assert.Equal(3, server.Refused);
        Assert.Null(pool.LearnedLimit);
    }

    private static async Task EndASessionAsync(FtpClientPool pool)
    {
        var lease = await pool.RentAsync(Stop);
        lease.Discard();
        await lease.DisposeAsync();
    }

    [Theory]
    [InlineData("430 Nein.", true)]
    [InlineData("530 Nein.", true)]
    [InlineData("332 Konto?", true)]
    [InlineData("451 Spaeter.", false)]
    public async Task Only_a_refusal_of_the_login_itself_is_remembered(string reply, bool isRemembered)
    {
        var answers = new Queue<string>([reply, "230 Willkommen."]);
        await using var server = new LimitedPeer(serve: session =>
        {
            session.Answers["PASS"] = answers.Dequeue();
            return session.AnswerToTheEndAsync();
        });
        await using var pool = server.Pool();
        await Assert.ThrowsAsync<FtpAuthenticationException>(() => pool.RentAsync(Stop).AsTask());

        var again = await Record.ExceptionAsync(async () => await (await pool.RentAsync(Stop)).DisposeAsync());

        Assert.Equal(isRemembered, again is FtpAuthenticationException);
        Assert.Equal(isRemembered ? 1 : 2, server.Peer.Sessions.Count);
    }
}
