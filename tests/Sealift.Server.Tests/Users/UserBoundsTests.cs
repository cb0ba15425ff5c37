using System.Net;
using Sealift.Core.Stores;

namespace Sealift.Server.Tests.Users;

public sealed class UserBoundsTests
{
    [Fact]
    public async Task A_further_session_of_a_user_is_told_421_and_gets_in_when_one_has_left()
    {
        await using var server = await TestServer.StartAsync(options => options with { Users = [options.Users[0] with { MaxSessions = 2 }, options.Users[1]] });
        await using var first = await Conversation.LogInAsync(server);
        await using var second = await Conversation.LogInAsync(server);

        await using (var third = await Conversation.SecureAsync(server))
        {
            await third.ExpectAsync(331, "USER " + TestServer.User);
            await third.ExpectAsync(421, "PASS " + TestServer.Password);
            Assert.Empty(await third.ReadToEndAsync());
        }

        await using var another = await Conversation.LogInAsync(server, TestServer.Reader);
        await first.ExpectAsync(221, "QUIT");
        await first.ReadToEndAsync();
        await WaitForSessionsAsync(server, 2);
        await using var fourth = await Conversation.LogInAsync(server);
        await fourth.ExpectAsync(257, "PWD");
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("::ffff:127.0.0.0/104", true)]
    [InlineData("127.0.0.1/32", true)]
    [InlineData("127.9.9.9/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("::/0", false)]
    public async Task A_user_comes_from_an_allowed_network_or_gets_the_answer_of_a_wrong_password(string network, bool isAllowed)
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [options.Users[0] with { AllowedNetworks = [IPNetwork.Parse(network)] }],
        });
        await using var client = await Conversation.SecureAsync(server);

        await client.ExpectAsync(331, "USER nobody");
        var wrong = await client.ExpectAsync(530, "PASS x");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        var answer = await client.ExpectAsync(isAllowed ? 230 : 530, "PASS " + TestServer.Password);
        if (!isAllowed) Assert.Equal(wrong.Text, answer.Text);
    }

    [Fact]
    public async Task Anonymous_is_there_only_when_asked_for_and_answers_to_ftp_too()
    {
        var store = new MemoryFileStore();
        await using var server = await TestServer.StartAsync(options => options with
        {
            Users = [.. options.Users, new FtpUser { Name = "anonymous", PasswordHash = null, IsAnonymous = true, Store = store, Rights = FtpRights.ReadOnly }],
        });
        await using var strict = await TestServer.StartAsync();

        foreach (var name in new[] { "anonymous", "ftp" })
        {
            await using var client = await Conversation.SecureAsync(server);
            await client.ExpectAsync(331, "USER " + name);
            await client.ExpectAsync(230, "PASS someone@example.org");
            await client.ExpectAsync(550, "MKD x");
            await using var refused = await Conversation.SecureAsync(strict);
            await refused.ExpectAsync(331, "USER " + name);
            await refused.ExpectAsync(530, "PASS someone@example.org");
        }
    }

    [Fact]
    public async Task A_delegate_decides_about_names_that_nobody_has_and_sees_no_password_as_text()
    {
        var store = new MemoryFileStore();
        var asked = new List<FtpLogin>();
        await using var server = await TestServer.StartAsync(options => options with
        {
            LogIn = (login, _) =>
            {
                asked.Add(login);
                return ValueTask.FromResult(login.Password.Reveal() == "open" ? new FtpUser { Name = login.Name, PasswordHash = null, Store = store } : null);
            },
        });
        await using var client = await Conversation.SecureAsync(server);

        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(530, "PASS open");
        await client.ExpectAsync(331, "USER guest");
        await client.ExpectAsync(530, "PASS closed");
        await client.ExpectAsync(331, "USER guest");
        await client.ExpectAsync(230, "PASS open");
        await client.ExpectAsync(257, "MKD x");

        Assert.Equal(["guest", "guest"], asked.Select(login => login.Name));
        Assert.All(asked, login => Assert.Equal("***", $"{login.Password}"));
        Assert.All(asked, login => Assert.Equal(client.Local.Port, login.Peer.Port));
    }

    [Fact]
    public async Task Users_are_replaced_while_sessions_go_on()
    {
        var hash = FtpPassword.Hash("other", 1000);
        await using var server = await TestServer.StartAsync();
        await using var old = await Conversation.LogInAsync(server);

        server.Server.UseUsers([new FtpUser { Name = "new", PasswordHash = hash, Store = new MemoryFileStore() }]);
        await old.ExpectAsync(257, "MKD still");
        await using var gone = await Conversation.SecureAsync(server);
        await gone.ExpectAsync(331, "USER " + TestServer.User);
        await gone.ExpectAsync(530, "PASS " + TestServer.Password);
        await gone.ExpectAsync(331, "USER new");
        await gone.ExpectAsync(230, "PASS other");

        Assert.Throws<ArgumentException>(() => server.Server.UseUsers([new FtpUser { Name = "bad", PasswordHash = "plain", Store = new MemoryFileStore() }]));
        await using var after = await Conversation.SecureAsync(server);
        await after.ExpectAsync(331, "USER new");
        await after.ExpectAsync(230, "PASS other");
    }

    [Fact]
    public async Task Fewer_passive_ports_than_sessions_are_refused_before_anything_listens()
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(options => options with
        {
            PassivePorts = new Sealift.Core.PortRange(41000, 41009),
            Limits = options.Limits with { MaxSessions = 11 },
        }));

        Assert.Contains("10 ports", failure.Message, StringComparison.Ordinal);
    }

    private static async Task WaitForSessionsAsync(TestServer server, int count)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Server.SessionCount > count) await Task.Delay(5, bound.Token);
    }
}
