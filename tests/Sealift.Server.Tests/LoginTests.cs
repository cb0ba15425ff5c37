using Sealift.Core.Stores;
using Sealift.TestKit;

namespace Sealift.Server.Tests;

[Trait("Threat", "T14")]
[Trait("Threat", "T15")]
[Trait("Threat", "T33")]
[Trait("Threat", "T39")]
public sealed class LoginTests
{
    [Fact]
    public async Task T15_wrong_password_and_unknown_user_get_the_same_answer()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        var known = await client.ExpectAsync(331, "USER " + TestServer.User);
        var wrong = await client.ExpectAsync(530, "PASS wrong");
        var unknown = await client.ExpectAsync(331, "USER ' OR 1=1--");
        var nobody = await client.ExpectAsync(530, "PASS wrong");

        Assert.Equal(known.Text, unknown.Text);
        Assert.Equal(wrong.Text, nobody.Text);
    }

    [Theory]
    [InlineData("USER a\0b", 500)]
    [InlineData("USER a\rb", 500)]
    [InlineData("USER \u001b]0;x\u0007", 500)]
    [InlineData("USER ' OR 1=1--", 331)]
    [InlineData("USER ../../etc/passwd", 331)]
    public async Task T39_hostile_user_names_are_refused_or_unknown(string command, int code)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await SecureAsync(server);

        await client.ExpectAsync(code, command);
        if (code == 331) await client.ExpectAsync(530, "PASS x");
        await client.ExpectAsync(500, "USER " + new string('x', 64 * 1024));
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);
    }

    [Fact]
    public async Task T14_unknown_user_costs_as_much_as_a_known_one()
    {
        const int Cost = 60_000;

        var store = new MemoryFileStore();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [new FtpUser { Name = "known", PasswordHash = FtpPassword.Hash("x", Cost), Store = store }],
            Limits = TestServer.QuickLimits with { MaxFailedLogins = 1000, FailedLoginDelay = TimeSpan.Zero },
        });
        await using var client = await SecureAsync(server);

        // What else the machine does only adds: the quickest of each is its cost. It takes as many as it needs to find a quiet moment.
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 9 || (i < 90 && unknown / known is < 0.5 or > 2.0); i++)
        {
            known = Math.Min(known, await TimeAsync(client, "known"));
            unknown = Math.Min(unknown, await TimeAsync(client, "unknown"));
        }

        Assert.InRange(unknown / known, 0.5, 2.0);
    }

    [Fact]
    public async Task Session_ends_after_three_wrong_passwords_and_waits_longer_each_time()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Limits = TestServer.QuickLimits with { FailedLoginDelay = TimeSpan.FromMilliseconds(60) },
        });
        await using var client = await SecureAsync(server);

        var first = await TimeAsync(client, TestServer.User);
        var second = await TimeAsync(client, TestServer.User);
        var third = await TimeAsync(client, TestServer.User);

        Assert.True(first >= 50, $"{first} ms");
        Assert.True(second >= 110, $"{second} ms");
        Assert.True(third >= 230, $"{third} ms");
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Users_come_from_code_too()
    {
        var store = new MemoryFileStore();
        var hash = FtpPassword.Hash("right", 1000);
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [],
            FindUser = (name, _) => ValueTask.FromResult(
                name == "guest" ? new FtpUser { Name = name, PasswordHash = hash, Store = store } : null),
        });
        await using var client = await SecureAsync(server);

        await client.ExpectAsync(331, "USER nobody");
        await client.ExpectAsync(530, "PASS right");
        await client.ExpectAsync(331, "USER guest");
        await client.ExpectAsync(530, "PASS wrong");
        await client.ExpectAsync(331, "USER guest");
        await client.ExpectAsync(230, "PASS right");
        await client.ExpectAsync(257, "MKD x");
    }

    [Fact]
    public async Task Password_never_reaches_the_log()
    {
        await using var server = await TestServer.StartAsync();
        await using (var client = await Conversation.LogInAsync(server)) await client.ExpectAsync(221, "QUIT");
        await using (var client = await SecureAsync(server))
        {
            await client.ExpectAsync(331, "USER x");
            await client.ExpectAsync(530, "PASS " + TestServer.Password);
        }

        Assert.NotEmpty(server.Log.Lines);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("S3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T14_login_that_drips_is_cut_at_the_login_time()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with { TimeProvider = clock });
        await using var client = await SecureAsync(server);

        var drip = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await client.SendAsync("x");
                    clock.Advance(server.Limits.LoginTimeout / 10);
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return true; // the server closed
            }
        });
        var replies = await client.ReadToEndAsync();

        Assert.Equal([421], replies.Select(reply => reply.Code));
        await client.DisposeAsync();
        Assert.True(await drip);
    }

    [Fact]
    public async Task Idle_session_is_told_and_closed()
    {
        var clock = new TestClock();
        await using var server = await TestServer.StartAsync(options => options with { TimeProvider = clock });
        await using var client = await Conversation.LogInAsync(server);

        var reading = client.ReadToEndAsync();
        await clock.PassUntilAsync(reading, server.Limits.IdleTimeout * 4);
        Assert.Equal([421], (await reading).Select(reply => reply.Code));
    }

    private static async Task<double> TimeAsync(Conversation client, string user)
    {
        await client.ExpectAsync(331, "USER " + user);
        var began = TimeProvider.System.GetTimestamp();
        await client.ExpectAsync(530, "PASS wrong");
        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<Conversation> SecureAsync(TestServer server)
    {
        var client = await Conversation.ConnectAsync(server.Explicit);
        await client.ExpectAsync(220);
        await client.ExpectAsync(234, "AUTH TLS");
        await client.SecureAsync();
        return client;
    }
}
