using System.Net;
using System.Text.Json;
using Sealift.Core.Stores;
using Sealift.Server.Access;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;
using Sealift.Server.Tests.Watching;
using Sealift.TestKit;

namespace Sealift.Server.Tests;

[Trait("Threat", "T14")]
[Trait("Threat", "T15")]
public sealed class LockOutTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress There = IPAddress.Parse("198.51.100.7");

    private static readonly FtpServerLimits Limits = new() { MaxFailedLoginsPerUser = 3, MaxFailedLoginsPerAddress = 5 };

    [Fact]
    public void T14_a_name_is_locked_from_everywhere_and_for_its_time()
    {
        var clock = new TestClock();
        var guard = new LoginGuard(Limits, clock);

        Assert.Equal((1, false, false), guard.Fail(Here, null, "anna"));
        Assert.Equal((2, false, false), guard.Fail(There, null, "anna"));
        Assert.False(guard.IsLocked(null, "anna"));
        Assert.Equal((3, true, false), guard.Fail(There, null, "anna"));

        Assert.True(guard.IsLocked(null, "anna"));
        Assert.False(guard.IsLocked("host", "anna"));
        Assert.False(guard.IsLocked(null, "bert"));
        Assert.False(guard.IsLocked(There));
        clock.Advance(Limits.LockOutTime - TimeSpan.FromSeconds(1));
        guard.Fail(Here, null, "anna"); // does not lock it for longer
        Assert.True(guard.IsLocked(null, "anna"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(guard.IsLocked(null, "anna"));
        Assert.Equal(1, guard.Fail(There, null, "anna").Count);
    }

    [Fact]
    public void T14_an_address_is_locked_whatever_names_it_tries()
    {
        var guard = new LoginGuard(Limits, new TestClock());

        for (var i = 0; i < 4; i++) Assert.False(guard.Fail(Here, null, $"name{i}").LocksAddress);
        Assert.True(guard.Fail(IPAddress.Parse("::ffff:192.0.2.1"), null, "name4").LocksAddress);

        Assert.True(guard.IsLocked(Here));
        Assert.False(guard.IsLocked(There));
    }

    [Fact]
    public void T14_addresses_of_one_ipv6_network_count_as_one()
    {
        var guard = new LoginGuard(Limits, new TestClock());

        for (var i = 0; i < 5; i++) guard.Fail(IPAddress.Parse($"2001:db8:1:2::{i + 1:x}"), null, $"name{i}");

        Assert.True(guard.IsLocked(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.False(guard.IsLocked(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void A_login_forgets_the_failures_of_its_name_and_no_others()
    {
        var guard = new LoginGuard(Limits, new TestClock());
        guard.Fail(Here, null, "anna");
        guard.Fail(Here, null, "anna");
        guard.Fail(Here, null, "victim");
        guard.Fail(Here, null, "victim");

        guard.Succeed(Here, null, "anna");
        guard.Succeed(Here, null, "anna");

        Assert.Equal(1, guard.Fail(There, null, "anna").Count);
        Assert.False(guard.Fail(Here, null, "a").LocksAddress);
        Assert.False(guard.Fail(Here, null, "b").LocksAddress);
        Assert.True(guard.Fail(Here, null, "c").LocksAddress);
    }

    [Fact]
    public void T14_the_table_is_bounded_and_keeps_what_is_locked()
    {
        var clock = new TestClock();
        var guard = new LoginGuard(Limits with { MaxLockOutEntries = 100 }, clock);
        for (var i = 0; i < 3; i++) guard.Fail(Here, null, "anna");

        for (var i = 0; i < 5000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            guard.Fail(new IPAddress([10, 0, (byte)(i / 250), (byte)(i % 250)]), null, new string('x', 4000) + i);
            Assert.InRange(guard.Count, 1, 101);
        }

        Assert.True(guard.IsLocked(null, "anna"));
    }

    [Fact]
    public void Delays_double_up_to_their_bound()
    {
        var guard = new LoginGuard(Limits, new TestClock());

        Assert.Equal([1.0, 2, 4, 8, 16, 20, 20], Enumerable.Range(1, 7).Select(count => guard.DelayAfter(count).TotalSeconds));
        Assert.Equal(20, guard.DelayAfter(int.MaxValue).TotalSeconds);
    }

    [Fact]
    public async Task T15_a_locked_name_answers_as_one_that_nobody_has_even_to_the_right_password()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with
        {
            TimeProvider = clock,
            Limits = TestServer.QuickLimits with { FailedLoginDelay = TimeSpan.Zero, MaxFailedLogins = 100, MaxFailedLoginsPerUser = 3 },
        });
        await using var client = await Conversation.SecureAsync(server);
        foreach (var name in new[] { TestServer.User, "nobody" })
        {
            for (var i = 0; i < 3; i++)
            {
                await client.ExpectAsync(331, "USER " + name);
                await client.ExpectAsync(530, "PASS wrong");
            }
        }

        await client.ExpectAsync(331, "USER " + TestServer.User);
        var locked = await client.ExpectAsync(530, "PASS " + TestServer.Password);
        await client.ExpectAsync(331, "USER nobody");
        var unknown = await client.ExpectAsync(530, "PASS " + TestServer.Password);
        Assert.Equal(unknown.Text, locked.Text);
        Assert.Contains(server.Log.Lines, line => line.Contains("name anna is locked out", StringComparison.Ordinal));

        clock.Advance(server.Limits.LockOutTime);
        await using var later = await Conversation.SecureAsync(server);
        await later.ExpectAsync(331, "USER " + TestServer.User);
        await later.ExpectAsync(230, "PASS " + TestServer.Password);
    }

    [Fact]
    public async Task T14_a_locked_address_is_refused_and_another_logs_in()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { FailedLoginDelay = TimeSpan.Zero, MaxFailedLogins = 100, MaxFailedLoginsPerAddress = 4 },
        });
        await using var guesser = await Conversation.SecureAsync(server, from: IPAddress.Parse("127.0.0.2"));
        for (var i = 0; i < 4; i++)
        {
            await guesser.ExpectAsync(331, "USER guess" + i);
            await guesser.ExpectAsync(530, "PASS wrong");
        }

        await guesser.ExpectAsync(331, "USER " + TestServer.User);
        await guesser.ExpectAsync(530, "PASS " + TestServer.Password);
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(257, "PWD");
        Assert.Contains(server.Log.Lines, line => line.Contains("the address is locked out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T14_a_lock_out_is_an_event_of_its_own_once_for_the_name_and_once_for_the_address()
    {
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Listeners = [events.Add],
            Limits = TestServer.QuickLimits with { FailedLoginDelay = TimeSpan.Zero, MaxFailedLogins = 100, MaxFailedLoginsPerUser = 2, MaxFailedLoginsPerAddress = 4 },
        });
        await using var guesser = await Conversation.SecureAsync(server);
        for (var i = 0; i < 6; i++)
        {
            await guesser.ExpectAsync(331, "USER nobody");
            await guesser.ExpectAsync(530, "PASS wrong");
        }

        var told = events.Of<LockedOut>();
        Assert.Equal([(false, 2), (true, 4)], told.Select(locked => (locked.IsAddress, locked.Count)));
        Assert.All(told, locked => Assert.Equal(("lock-out", "nobody", server.Limits.LockOutTime), (locked.Name, locked.Session.UserName, locked.Duration)));
        var line = JsonDocument.Parse(FtpAuditLog.Describe(told[1])).RootElement;
        Assert.Equal(("lock-out", "address", "127.0.0.1"), (line.GetProperty("event").GetString(), line.GetProperty("text").GetString(), line.GetProperty("address").GetString()));
        Assert.Equal(server.Limits.LockOutTime.TotalSeconds, line.GetProperty("seconds").GetDouble());
    }

    [Fact]
    public async Task T14_a_crowd_of_guesses_from_one_address_is_checked_one_at_a_time()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [new FtpUser { Name = TestServer.User, PasswordHash = FtpPassword.Hash(TestServer.Password, 200_000), Store = new MemoryFileStore() }],
            Limits = TestServer.QuickLimits with { MaxFailedLoginsPerAddress = 5 },
        });
        var crowd = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => await Conversation.SecureAsync(server, from: IPAddress.Parse("127.0.0.2"))));

        var answers = await Task.WhenAll(crowd.Select(async (guesser, i) =>
        {
            await guesser.ExpectAsync(331, "USER guess" + i);
            await guesser.ExpectAsync(530, "PASS wrong");
            return true;
        }).Append(LogInAsync(server)));

        // Five were checked; the others were refused without any work.
        Assert.Equal(41, answers.Length);
        Assert.Equal(35, server.Log.Lines.Count(line => line.Contains("the address is locked out", StringComparison.Ordinal)));
        foreach (var guesser in crowd) await guesser.DisposeAsync();
    }

    private static async Task<bool> LogInAsync(TestServer server)
    {
        await using var client = await Conversation.LogInAsync(server);
        return true;
    }
}
