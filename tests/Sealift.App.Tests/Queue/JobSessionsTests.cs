using Microsoft.Extensions.Time.Testing;
using Sealift.Cli.Queues;
using Sealift.Client;
using Sealift.Sites;

namespace Sealift.App.Tests.Queue;

/// <summary>What becomes of the sessions of a job when it is over. Nothing connects here: a pool does so when a session is rented.</summary>
public sealed class JobSessionsTests : IAsyncDisposable
{
    private static readonly FtpClientOptions Options = new() { Host = "ftp.example.org", Credential = FtpCredential.WithPassword("anna", "one") };

    private readonly FakeTimeProvider _time = new();
    private readonly JobSessions _sessions;

    public JobSessionsTests() => _sessions = new JobSessions(_time);

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task The_next_job_with_the_same_login_goes_on_with_them_until_nobody_has_for_a_while()
    {
        var first = await TakeAndEndAsync(Login());
        _time.Advance(JobSessions.Kept - TimeSpan.FromSeconds(1));
        var second = await TakeAndEndAsync(Login());
        _time.Advance(JobSessions.Kept - TimeSpan.FromSeconds(1));
        var third = await TakeAndEndAsync(Login());
        _time.Advance(JobSessions.Kept + TimeSpan.FromSeconds(1));
        var late = await TakeAndEndAsync(Login());

        Assert.Same(first, second);
        Assert.Same(first, third);
        Assert.NotSame(first, late);
        await AssertClosedAsync(first);
    }

    [Fact]
    public async Task Another_password_or_setting_or_number_is_another_login_and_closes_them()
    {
        var login = Login();
        foreach (var other in (JobLogin[])[
            Login(Options with { Credential = FtpCredential.WithPassword("anna", "two") }),
            Login(settings: ConnectionSettings.None.With(KnownSettings.TlsMax, "1.2")),
            Login(sessions: 2)])
        {
            var before = await TakeAndEndAsync(login);
            var after = await TakeAndEndAsync(other);

            Assert.NotSame(before, after);
            await AssertClosedAsync(before);
        }
    }

    [Fact]
    public async Task Two_users_of_one_server_keep_theirs_side_by_side()
    {
        var bert = Login(Options with { Credential = FtpCredential.WithPassword("bert", "one") });
        var (here, there) = (await TakeAndEndAsync(Login()), await TakeAndEndAsync(bert));

        Assert.Same(here, await TakeAndEndAsync(Login()));
        Assert.Same(there, await TakeAndEndAsync(bert));
    }

    [Fact]
    public async Task Sessions_in_use_are_nobody_elses_and_all_are_closed_at_the_end()
    {
        var used = await _sessions.TakeAsync(Login(), static () => new FtpClientPool(Options));
        var other = await TakeAndEndAsync(Login());
        Assert.NotSame(used.Pool, other);

        await _sessions.DisposeAsync();
        await used.DisposeAsync();
        await used.DisposeAsync();

        await AssertClosedAsync(other);
        await AssertClosedAsync(used.Pool);
    }

    [Fact]
    public void A_login_says_nothing_of_its_secret() => Assert.DoesNotContain("one", Login().ToString(), StringComparison.Ordinal);

    private static JobLogin Login(FtpClientOptions? options = null, ConnectionSettings? settings = null, int sessions = 4) =>
        JobLogin.Of(options ?? Options, settings ?? ConnectionSettings.None, sessions);

    private async Task<FtpClientPool> TakeAndEndAsync(JobLogin login)
    {
        await using var held = await _sessions.TakeAsync(login, static () => new FtpClientPool(Options));
        return held.Pool;
    }

    private static async Task AssertClosedAsync(FtpClientPool pool) =>
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await pool.RentAsync(TestContext.Current.CancellationToken));
}
