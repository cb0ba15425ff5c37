using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>A password is tried once. Servers that choke on pipelined commands get a connection without, for good.</summary>
public sealed class LoginTests
{
    [Theory]
    [InlineData("530 Wrong.", true, false)]
    [InlineData("530 Wrong.", true, true)]
    [InlineData("530 Wrong.", false, false)]
    [InlineData("530 Wrong.", false, true)]
    [InlineData("332 And the account?", true, false)]
    [InlineData("501 Strange password.", true, true)]
    [InlineData("430 Wrong for now.", true, true)]
    public async Task Refused_password_is_tried_once(string reply, bool isPipelining, bool closes)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("PASS");
            await session.SendAsync(reply);
            if (closes) return;
            session.Answers["PBSZ"] = session.Answers["PROT"] = session.Answers["FEAT"] = session.Answers["TYPE"] =
                session.Answers["OPTS"] = session.Answers["EPSV"] = "530 Log in first.";
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpAuthenticationException>(
            () => peer.ConnectAsync(options => options with { Pipelining = isPipelining }));

        Assert.Equal((User, reply), (error.User, error.Reply.ToString()));
        Assert.Equal(reply[0] == '4', error.IsTransient);
        Assert.Equal(1, await CountPasswordsAsync(peer));
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Refused_user_is_not_tried_again_without_pipelining()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("USER");
            await session.SendAsync("530 Not you.");
        });

        await Assert.ThrowsAsync<FtpAuthenticationException>(() => peer.ConnectAsync());

        Assert.Single(peer.Sessions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Goodbye_to_the_user_is_a_closed_connection(bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("USER");
            await session.SendAsync("421 Too many of you.");
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(
            () => peer.ConnectAsync(options => options with { Pipelining = isPipelining }));

        Assert.Equal((FtpConnectionFailure.Closed, 421), (error.Failure, error.Reply!.Code));
        Assert.Single(peer.Sessions);
    }

    [Theory]
    [InlineData("230 No password needed.", true)]
    [InlineData("230 No password needed.", false)]
    [InlineData("232 Your certificate is enough.", true)]
    [InlineData("232 Your certificate is enough.", false)]
    public async Task User_alone_may_be_enough(string reply, bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["USER"] = reply;
            session.Answers["PASS"] = "503 You are in already.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(options => options with { Pipelining = isPipelining });

        Assert.Equal(reply, client.Welcome.ToString());
        await client.AssertUsableAsync();
        await peer.Completion;
        if (!isPipelining) Assert.Equal(0, await CountPasswordsAsync(peer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_that_breaks_on_a_flight_gets_another_connection_without_and_is_remembered(bool closes)
    {
        var connections = 0;
        var isSilent = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            if (Interlocked.Increment(ref connections) == 1)
            {
                // One command is answered, the others are lost with the buffer that held them.
                await session.ExpectAsync("USER joe", "331 Password?");
                isSilent.SetResult();
                if (closes) return;
                while (await session.ReadLineAsync() is not null)
                {
                    // heard and not answered
                }

                return;
            }

            await session.AnswerToTheEndAsync();
        });
        var clock = new TestClock();
        var options = peer.Options() with { TimeProvider = clock };

        var connecting = FtpClient.ConnectAsync(options, Stop);
        await isSilent.Task.WaitAsync(HangGuard, Stop);
        if (!closes) await clock.PassUntilAsync(connecting, options.ReplyTimeout); // the limit of the flight, and no later one
        await using (var first = await connecting) await first.AssertUsableAsync();
        await using (var second = await FtpClient.ConnectAsync(options with { StallTimeout = TimeSpan.FromSeconds(1) }, Stop))
        {
            await second.AssertUsableAsync();
        }

        Assert.Equal(3, peer.Sessions.Count);
        foreach (var session in peer.Sessions.Skip(1))
        {
            await session.Ended;
            Assert.Equal(
                ["USER joe", "PASS " + Secret, "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "NOOP", "QUIT"],
                session.CommandsInTls);
        }
    }

    [Fact]
    public async Task Flight_is_sent_only_inside_tls_and_in_order()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync();
        await client.QuitAsync(Stop);

        await peer.Completion;
        Assert.Equal(["AUTH TLS"], peer.Sessions[0].CommandsInClear);
        Assert.Equal(
            ["USER joe", "PASS " + Secret, "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", "QUIT"],
            peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public async Task Server_that_knows_little_is_served_all_the_same()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["FEAT"] = session.Answers["OPTS"] = session.Answers["PBSZ"] = session.Answers["EPSV"] = "500 What?";
            await session.BeginUntilAsync("LIST");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("-rw-r--r-- 1 joe joe 5 Jan  1  2025 old file\r\n");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var entry = Assert.Single(await client.EntriesAsync());

        Assert.Equal(("old file", 5), (entry.Name, entry.Size));
        await client.AssertUsableAsync();
    }

    private static async Task<int> CountPasswordsAsync(ScriptedFtpPeer peer)
    {
        foreach (var session in peer.Sessions) await session.Ended;
        return peer.Sessions.Sum(session =>
            session.CommandsInTls.Count(line => line.StartsWith("PASS", StringComparison.OrdinalIgnoreCase)));
    }
}
