using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Active mode: the server dials in, and nobody else does.</summary>
[Trait("Threat", "T19")]
[Trait("Fault", "F9")]
public sealed class ActiveTests
{
    [Fact]
    public async Task Server_dials_in_while_this_side_begins_tls_and_no_passive_port_is_asked_for()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            var announced = await AnnouncedAsync(session, "PORT");
            await session.ExpectAsync("RETR file", "150 Here it comes.");
            using var data = await session.DialAsync(announced);
            await data.SendAllAsync("content"u8.ToArray());
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Active);

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        Assert.Equal(1, client.ResumedDataConnections);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line is "EPSV" or "PASV");
    }

    [Fact]
    public async Task Stranger_is_turned_away_and_the_server_is_still_awaited()
    {
        var timeline = new SessionTimeline();
        var strangerHeard = -1;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            var announced = await AnnouncedAsync(session, "PORT");
            await session.ExpectAsync("STOR file", "150 Send it.");
            using (var stranger = await session.DialAsync(announced, IPAddress.Parse("127.0.0.3"), tls: false))
            {
                try
                {
                    strangerHeard = (await stranger.ReceiveAsync()).Length;
                }
                catch (IOException)
                {
                    strangerHeard = 0; // a reset is an end too
                }
            }

            using var data = await session.DialAsync(announced);
            Assert.Equal([1, 2, 3], await data.ReceiveAsync());
            await data.CloseAsync();
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => Active(options) with { Timeline = timeline });

        await client.PutAsync([1, 2, 3]);

        Assert.Equal(0, strangerHeard);
        Assert.Contains(timeline.Events.OfType<TimelineNote>(), note => note.Text.StartsWith("127.0.0.3:", StringComparison.Ordinal));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("425 Cannot reach you.")]
    [InlineData("550 No such file.")]
    public async Task Refusal_before_the_server_dials_ends_the_wait_at_once(string refusal)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await AnnouncedAsync(session, "PORT");
            await session.ExpectAsync("RETR file", refusal);
            await session.AnswerToTheEndAsync();
        });

        // Longer than the test may take: the refusal ends the wait, not the clock.
        await using var client = await peer.ConnectAsync(options => Active(options) with { ConnectTimeout = TimeSpan.FromMinutes(10) });

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());

        Assert.Equal(refusal, error.Reply.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Server_that_never_dials_is_waited_for_no_longer_than_the_limit()
    {
        var clock = new TestClock();
        var isSilent = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await AnnouncedAsync(session, "PORT");
            await session.ExpectAsync("RETR file", "150 On my way.");
            isSilent.SetResult();
            await session.StaySilentAsync();
        });
        await using var client = await peer.ConnectAsync(options => Active(options) with
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            TimeProvider = clock,
        });

        var transfer = client.GetAsync();
        await isSilent.Task.WaitAsync(HangGuard, Stop);
        await clock.PassUntilAsync(transfer, TimeSpan.FromSeconds(20)); // those ten, and those that an explanation may take
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => transfer);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.Contains("passive", error.Hint, StringComparison.Ordinal);
        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task Eprt_takes_the_place_of_a_refused_port_and_is_remembered()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PORT"] = "500 What?";
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                var announced = await AnnouncedAsync(session, "EPRT");
                Assert.StartsWith("EPRT |1|127.0.0.1|", announced, StringComparison.Ordinal);
                await session.ExpectAsync("RETR file", "150 Here it comes.");
                using var data = await session.DialAsync(announced);
                await data.SendAllAsync("content"u8.ToArray());
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Active);

        for (var i = 0; i < 2; i++) Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Single(peer.Sessions[0].CommandsInTls, line => line.StartsWith("PORT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_that_names_its_protocols_is_quoted_in_the_hint()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PORT"] = "500 What?";
            session.Answers["EPRT"] = "522 Network protocol not supported, use (2)";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(Active);

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());

        Assert.Contains("IPv6 only", error.Hint, StringComparison.Ordinal);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task External_address_is_announced_while_the_local_one_listens()
    {
        var outside = IPAddress.Parse("203.0.113.9");
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            var announced = await AnnouncedAsync(session, "PORT");
            Assert.StartsWith("PORT 203,0,113,9,", announced, StringComparison.Ordinal);
            await session.ExpectAsync("RETR file", "150 Here it comes.");
            using var data = await session.DialAsync(announced.Replace("203,0,113,9", "127,0,0,1", StringComparison.Ordinal));
            await data.SendAllAsync("content"u8.ToArray());
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => Active(options) with { ActiveAddress = outside });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Full_range_of_ports_is_an_error_that_names_it_and_the_session_lives()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => Active(options) with { ActivePorts = new PortRange(port, port) });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        Assert.Contains($"{port}-{port}", error.Message, StringComparison.Ordinal);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("PORT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_of_the_wrong_family_is_never_announced()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => Active(options) with { ActiveAddress = IPAddress.Parse("2001:db8::1") });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        Assert.Equal(FtpConnectionFailure.Unreachable, error.Failure);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Active_mode_contradicts_a_proxy_and_epsv_all_before_anything_is_sent()
    {
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = 1, DataMode = FtpDataMode.Active };

        await Assert.ThrowsAsync<ArgumentException>(
            () => FtpClient.ConnectAsync(options with { Proxy = FtpProxy.Parse("socks5://127.0.0.1") }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => FtpClient.ConnectAsync(options with { EpsvAll = true }, Stop));
    }

    private static FtpClientOptions Active(FtpClientOptions options) => options with { DataMode = FtpDataMode.Active };

    private static async Task<string> AnnouncedAsync(ScriptedSession session, string verb)
    {
        var announced = await session.AnswerUntilAsync(verb);
        await session.SendAsync("200 I will.");
        return announced;
    }
}
