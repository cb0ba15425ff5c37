using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Commands that travel together, and data ports that are asked for before their transfer.</summary>
public sealed class FlightTests
{
    [Fact]
    public async Task Next_port_is_asked_for_with_the_end_of_a_download_and_used_by_the_next()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("one");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("226 Done.\r\n" + session.ListenForData().EpsvReply);
            await session.ExpectAsync("RETR file", "150 Here.");
            await session.SendDataAsync("two");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("one", await GetAsync(client, follows: true));
        Assert.Equal("two", await GetAsync(client, follows: false));

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("425 No port.")]
    [InlineData("450 Not now.")]
    [InlineData("500 What?")]
    [InlineData("229 Nonsense.")]
    public async Task A_port_that_is_refused_ahead_does_not_touch_the_finished_transfer_and_is_asked_for_again(string refusal)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("one");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("226 Done.\r\n" + refusal);
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("two");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("one", await GetAsync(client, follows: true));
        Assert.Equal("two", await GetAsync(client, follows: false));

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task A_session_that_ends_instead_of_naming_the_port_has_finished_its_transfer()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("one");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("226 Done.");
            await session.CloseAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("one", await GetAsync(client, follows: true));

        await Assert.ThrowsAsync<FtpConnectionException>(() => client.PingAsync(Stop));
        await client.AssertDeadAsync();
    }

    [Fact]
    public async Task A_refused_transfer_and_the_port_behind_it_are_told_apart()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["FEAT"] = "211-Extensions supported:\r\n EPSV\r\n ESTA\r\n ESTP\r\n MLST type*;size*;modify*;\r\n REST STREAM\r\n SIZE\r\n211 End.";
            await session.BeginUntilAsync("RETR");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("550 No such file.\r\n" + session.ListenForData().EpsvReply);
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("two");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Profile = "pureftpd" });

        var refusal = await Assert.ThrowsAsync<FtpReplyException>(() => GetAsync(client, follows: true));
        Assert.Equal(550, refusal.Reply.Code);
        Assert.Equal("two", await GetAsync(client, follows: false));

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Other_commands_wait_for_the_port_and_leave_it_to_the_next_transfer()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here.");
            await session.SendDataAsync("one");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("226 Done.\r\n" + session.ListenForData().EpsvReply);
            await session.ExpectAsync("NOOP", "200 Here.");
            await session.ExpectAsync("RETR file", "150 Here.");
            await session.SendDataAsync("two");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        Assert.Equal("one", await GetAsync(client, follows: true));
        await client.PingAsync(Stop);
        Assert.Equal("two", await GetAsync(client, follows: false));

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Replies_of_a_flight_come_in_the_order_of_its_commands_and_a_port_may_follow()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("SIZE");
            await session.ExpectAsync("MDTM file");
            await session.ExpectAsync("EPSV");
            await session.SendAsync("213 7\r\n550 Not told.\r\n" + session.ListenForData().EpsvReply);
            await session.ExpectAsync("RETR file", "150 Here.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        Assert.Equal(0, client.DataConnections);

        var replies = await client.ExecuteFlightAsync(
            [new FtpCommand("SIZE", RemoteFile), new FtpCommand("MDTM", RemoteFile)], transferFollows: true, Stop);

        Assert.Equal([213, 550], replies.Select(reply => reply.Code));
        Assert.Equal("content", await GetAsync(client, follows: false));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task A_flight_with_a_command_of_the_sessions_own_sends_nothing()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(
            () => client.ExecuteFlightAsync([new FtpCommand("NOOP"), new FtpCommand("PASV")], cancellationToken: Stop));

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Single(peer.Sessions[0].CommandsInTls, "NOOP"); // the one of AssertUsableAsync
    }

    private static async Task<string> GetAsync(FtpClient client, bool follows)
    {
        using var target = new MemoryStream();
        var options = new FtpTransferOptions { AnotherFollows = () => follows };
        await client.DownloadAsync(RemoteFile, target, options, Stop);
        return System.Text.Encoding.UTF8.GetString(target.ToArray());
    }
}
