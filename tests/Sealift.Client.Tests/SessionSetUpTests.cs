using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Implicit TLS in both forms, what is told to servers that want to know, and what keeps an idle session alive.</summary>
[Trait("Fault", "F5")]
public sealed class SessionSetUpTests
{
    [Fact]
    public async Task Handshake_after_the_greeting_needs_no_auth()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220-FTPD1 IBM FTP CS\n220 Connection will close if idle.");
            await session.StartTlsAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(AfterGreeting);

        Assert.Equal((null, true), (client.AuthMechanism, client.AreCommandsEncrypted));
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Empty(peer.Sessions[0].CommandsInClear);
    }

    [Theory]
    [InlineData("220 Hello.\r\n230 You are in.\r\n")]
    [InlineData("220 Hello.\r\n2")]
    public async Task Bytes_between_that_greeting_and_the_handshake_end_the_attempt(string segment)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendBytesAsync(System.Text.Encoding.ASCII.GetBytes(segment));
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(AfterGreeting));

        await peer.AssertNoLoginAsync();
        Assert.Empty(Assert.Single(peer.Sessions).BytesInClear);
    }

    [Fact]
    public async Task Implicit_server_that_knows_no_prot_is_private_by_itself()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PBSZ"] = session.Answers["PROT"] = "500 What?";
            await session.BeginImplicitAsync();
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { Mode = FtpTlsMode.Implicit });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        Assert.Equal(1, client.DataConnections);
        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Name_is_told_only_to_servers_that_list_it(bool isListed)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            if (isListed) session.Answers["FEAT"] = "211-Features:\r\n CLNT\r\n UTF8\r\n211 End";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync(options => options with { ClientName = "Sealift" }))
            await client.AssertUsableAsync();

        await peer.Completion;
        string[] told = isListed ? ["CLNT Sealift", "OPTS UTF8 ON"] : [];
        Assert.Equal([.. told, "NOOP", "QUIT"], peer.Sessions[0].CommandsInTls.SkipWhile(line => line != "EPSV").Skip(1));
    }

    [Theory]
    [InlineData("200 Gut.", true, 1)]
    [InlineData("530 Log in first.", true, 2)]
    [InlineData("500 What?", false, 1)]
    public async Task Language_is_asked_for_before_the_login_and_after_it_where_that_may_help(string reply, bool isListed, int times)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["LANG"] = reply;
            if (isListed) session.Answers["FEAT"] = "211-Features:\r\n LANG EN*;DE\r\n211 End";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync(options => options with { Language = "de" }))
            await client.AssertUsableAsync();

        await peer.Completion;
        var commands = peer.Sessions[0].CommandsInTls;
        Assert.Equal("LANG de", commands[0]);
        Assert.Equal(times, commands.Count(line => line == "LANG de"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Utf8_is_not_asked_for_in_another_encoding(bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["DELE"] = "250 Gone.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync(options => options with
        {
            TextEncoding = FtpTextEncoding.Find("windows-1252")!,
            Pipelining = isPipelining,
        }))
        {
            Assert.True(await client.DeleteFileAsync(FtpPath.Parse("café €"), Stop));
            var error = await Assert.ThrowsAsync<FtpEncodingException>(() => client.DeleteFileAsync(FtpPath.Parse("日本"), Stop));
            Assert.Equal("windows-1252", error.Encoding);
            await client.AssertUsableAsync();
        }

        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("OPTS", StringComparison.Ordinal));
        Assert.True(peer.Sessions[0].BytesInTls.ToArray().AsSpan().IndexOf((ReadOnlySpan<byte>)[.. "DELE caf"u8, 0xE9, (byte)' ', 0x80, (byte)'\r']) > 0);
    }

    [Fact]
    public async Task Keep_alive_speaks_when_idle_and_an_operation_waits_for_its_answer()
    {
        var spoke = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = "213 42";
            await session.BeginUntilAsync("NOOP");
            spoke.SetResult();
            await mayAnswer.Task;
            await session.SendAsync("200 I am here.");
            await session.AnswerToTheEndAsync();
        });
        var clock = new TestClock();
        await using var client = await peer.ConnectAsync(
            options => options with { KeepAlive = TimeSpan.FromSeconds(1), TimeProvider = clock });

        await clock.PassUntilAsync(spoke.Task, TimeSpan.FromSeconds(1));
        var size = client.GetSizeAsync(RemoteFile, Stop);
        Assert.False(size.IsCompleted);
        mayAnswer.SetResult();

        Assert.Equal(42, await size);
        await client.AssertUsableAsync();
    }

    [Fact]
    public async Task Keep_alive_is_silent_during_a_transfer()
    {
        var clock = new TestClock();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync())
            {
                await data.SendAsync("con"u8.ToArray());
                await clock.PassAsync(TimeSpan.FromSeconds(5));
                await data.SendAllAsync("tent"u8.ToArray());
            }

            await session.SendAsync("226 Done.");
            await session.AnswerUntilAsync("NOOP");
            await session.SendAsync("421 Too long.");
        });
        await using var client = await peer.ConnectAsync(
            options => options with { KeepAlive = TimeSpan.FromSeconds(1), TimeProvider = clock });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        // The goodbye to the keep-alive's own NOOP ends the session quietly.
        await clock.PassUntilAsync(peer.Completion, TimeSpan.FromSeconds(2));
        await peer.Completion;
        while (client.IsUsable) await Task.Delay(10, Stop);
        Assert.Equal("RETR file", peer.Sessions[0].CommandsInTls[^2]);
        await client.AssertDeadAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(-1)]
    public void Keep_alive_is_at_least_a_second(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new FtpClientOptions { Host = "h", KeepAlive = TimeSpan.FromSeconds(seconds) });

    [Theory]
    [InlineData("AUTH", "TLS")]
    [InlineData("PBSZ", "0")]
    [InlineData("PROT", "C")]
    [InlineData("CCC", null)]
    [InlineData("REIN", null)]
    [InlineData("user", "other")]
    [InlineData("PASS", Secret)]
    [InlineData("ACCT", Secret)]
    [InlineData("PASV", null)]
    [InlineData("EPSV", "ALL")]
    [InlineData("PORT", "127,0,0,1,4,1")]
    [InlineData("EPRT", "|1|127.0.0.1|1025|")]
    [InlineData("RETR", "file")]
    [InlineData("TYPE", "A")]
    [InlineData("HOST", "other")]
    public async Task Command_that_changes_the_session_is_refused_and_not_sent(string verb, string? argument)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();
        var before = peer.Sessions[0].CommandsInTls.Count;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.ExecuteAsync(new FtpCommand(verb, argument), Stop));

        Assert.Contains(verb.ToUpperInvariant(), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(["NOOP", "QUIT"], peer.Sessions[0].CommandsInTls.Skip(before));
    }

    private static FtpClientOptions AfterGreeting(FtpClientOptions options) => options with
    {
        Mode = FtpTlsMode.Implicit,
        ImplicitHandshake = FtpImplicitHandshake.AfterGreeting,
    };
}
