using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Client.Tests;

/// <summary>Where data connections go: EPSV first, then PASV, and always to the host of the control connection.</summary>
[Trait("Threat", "T16")]
[Trait("Fault", "F9")]
[Trait("Peer", "hostile")]
public sealed class PassiveTests
{
    [Fact]
    public async Task Address_in_a_pasv_reply_is_ignored_and_epsv_is_asked_once()
    {
        var elsewhere = IPAddress.Parse("127.0.0.2");
        TcpListener? canary = null;
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["EPSV"] = "500 What?";
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("PASV");
                var port = session.ListenForData();
                canary ??= Listen(new IPEndPoint(elsewhere, port.EndPoint.Port));
                await session.SendAsync(port.PasvReplyFor(elsewhere));
                await session.ExpectAsync("RETR file", "150 Here it comes.");
                await session.SendDataAsync("content");
                await session.SendAsync("226 Done.");
            }

            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        for (var i = 0; i < 2; i++) Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        Assert.False(canary!.Pending());
        canary.Stop();
        await client.AssertUsableAsync();
        await peer.Completion;

        // Once in the login flight, which was told no, then never again.
        Assert.Equal(1, peer.Sessions[0].CommandsInTls.Count(line => line == "EPSV"));
        Assert.Equal(2, peer.Sessions[0].CommandsInTls.Count(line => line == "PASV"));
    }

    [Theory]
    [InlineData("229 Port (|||0|)")]
    [InlineData("229 Port (|||65536|)")]
    [InlineData("229 Port (|||-5|)")]
    [InlineData("229 Port (|||80")]
    [InlineData("229 No port.")]
    [InlineData("200 Fine.")]
    public async Task Epsv_reply_without_a_port_breaks_the_grammar(string reply) => await AssertMalformedAsync("EPSV", reply);

    [Theory]
    [InlineData("227 Entering (127,0,0,1,0,0)")]
    [InlineData("227 Entering (127,0,0,1,256,1)")]
    [InlineData("227 Entering (127,0,0,1,4)")]
    [InlineData("227 Entering (127,0,0,999,4,1)")]
    [InlineData("227 Entering (127,0,0,1,99999999999,1)")]
    [InlineData("227 Somewhere.")]
    public async Task Pasv_reply_without_a_port_breaks_the_grammar(string reply) => await AssertMalformedAsync("PASV", reply);

    [Fact]
    public async Task Refusal_for_now_is_no_reason_for_another_way()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["EPSV"] = "425 No port free.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());

        Assert.True(error.IsTransient);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain("PASV", peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public async Task Data_port_where_nobody_listens_leaves_the_session_usable()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.NameDeadPort();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        Assert.Equal(FtpConnectionFailure.Refused, error.Failure);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("RETR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Port_that_does_not_answer_is_given_up_for_another()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                await session.AnswerUntilAsync("EPSV");
                await session.SendAsync(session.NameDeadPort());
            }

            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(3, peer.Sessions[0].CommandsInTls.Count(line => line == "EPSV"));
    }

    [Fact]
    public async Task Dead_ports_are_asked_for_three_times_and_no_more()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.NameDeadPort();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Pipelining = false });

        await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(3, peer.Sessions[0].CommandsInTls.Count(line => line == "EPSV"));
    }

    [Theory]
    [InlineData("200 As you like.")]
    [InlineData("501 What is ALL?")]
    public async Task Promised_epsv_is_said_once_and_pasv_never(string answer)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            for (var i = 0; i < 2; i++)
            {
                if (i == 0)
                {
                    Assert.Equal("EPSV ALL", await session.AnswerUntilAsync("EPSV"));
                    await session.SendAsync(answer);
                }

                await session.AnswerUntilAsync("RETR");
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync("content");
                await session.SendAsync("226 Done.");
            }

            session.Answers["EPSV"] = "500 No more.";
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { EpsvAll = true });

        for (var i = 0; i < 2; i++) Assert.Equal("content"u8.ToArray(), await client.GetAsync());
        Assert.Equal(500, (await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync())).Reply.Code);

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Single(peer.Sessions[0].CommandsInTls, line => line == "EPSV ALL");
        Assert.DoesNotContain("PASV", peer.Sessions[0].CommandsInTls);
    }

    [Fact]
    public async Task Distributed_server_hears_of_the_transfer_before_it_names_a_port()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["FEAT"] = "211-Features:\r\n EPSV\r\n PRET\r\n211 End";
            session.Answers["PRET"] = "200 OK, will use master for upcoming transfer.";
            await session.BeginExplicitAsync();
            foreach (var (command, content) in new[] { ("LIST", "-rw-r--r-- 1 a b 7 Jan 01 2020 file\r\n"), ("RETR", "content") })
            {
                await session.AnswerUntilAsync(command);
                await session.SendAsync("150 Here it comes.");
                await session.SendDataAsync(content);
                await session.SendAsync("226 Done.");
            }

            session.Answers["PRET"] = "550 No such file.";
            await session.AnswerToTheEndAsync();
        });
        var options = peer.Options();
        await using var client = await FtpClient.ConnectAsync(options, Scripted.Stop);

        Assert.Equal("file", Assert.Single(await client.EntriesAsync()).Name);
        Assert.Equal("content"u8.ToArray(), await client.GetAsync());
        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync());

        Assert.Equal(("PRET", 550), (error.Command.Verb, error.Reply.Code));
        await client.AssertUsableAsync();
        await peer.Completion;

        // The port of the login flight was the wrong machine's; every transfer has a PRET before its own EPSV.
        Assert.Equal(
            ["EPSV", "PRET LIST", "EPSV", "LIST", "PRET RETR file", "EPSV", "RETR file", "PRET RETR file"],
            peer.Sessions[0].CommandsInTls.Where(line => line.Split(' ')[0] is "EPSV" or "PRET" or "LIST" or "RETR"));
        Assert.True(options.Hosts.WantsPret(options));
    }

    [Fact]
    public async Task What_a_host_refused_before_is_not_asked_again_by_the_next_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["EPSV"] = "500 What?";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        var options = peer.Options();
        for (var i = 0; i < 2; i++)
        {
            await using var client = await FtpClient.ConnectAsync(options, Scripted.Stop);
            Assert.Equal("content"u8.ToArray(), await client.GetAsync());
            await client.AssertUsableAsync();
        }

        foreach (var session in peer.Sessions) await session.Ended.WaitAsync(Scripted.HangGuard, Scripted.Stop);
        Assert.Equal([1, 0], peer.Sessions.Select(session => session.CommandsInTls.Count(line => line == "EPSV")));
    }

    [Fact]
    public async Task Refused_transfer_command_leaves_the_session_usable()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["RETR"] = "550 No such file.";
            session.Answers["STOR"] = "553 Not that name.";
            session.Answers["MLSD"] = "450 Busy.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync())).Reply.Code);
        Assert.Equal(553, (await Assert.ThrowsAsync<FtpReplyException>(() => client.PutAsync([1]))).Reply.Code);
        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.EntriesAsync());

        Assert.Equal((450, true), (error.Reply.Code, error.IsTransient));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    private static async Task AssertMalformedAsync(string verb, string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["EPSV"] = "500 What?";
            session.Answers[verb] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<FtpProtocolException>(() => client.GetAsync());

        await client.AssertDeadAsync();
    }

    private static TcpListener Listen(IPEndPoint endPoint)
    {
        var listener = new TcpListener(endPoint);
        listener.Start();
        return listener;
    }
}
