using System.Text;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>AUTH TLS, SSL, TLS-P and TLS-C begin the same TLS and mean different things for data, which is encrypted with all of them.</summary>
[Trait("Threat", "T1")]
[Trait("Threat", "T6")]
public sealed class AuthMechanismTests
{
    [Theory]
    [InlineData(FtpAuthMechanism.Ssl, "SSL")]
    [InlineData(FtpAuthMechanism.TlsP, "TLS-P")]
    [InlineData(FtpAuthMechanism.TlsC, "TLS-C")]
    public async Task Server_that_knows_another_mechanism_is_asked_for_it(FtpAuthMechanism mechanism, string name)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await BeginAsync(session, name);
            await AnswerOneDownloadAsync(session);
        });

        await using var client = await peer.ConnectAsync();

        Assert.Equal("content", Encoding.ASCII.GetString(await client.GetAsync()));
        Assert.Equal((mechanism, true, true), (client.AuthMechanism, client.AreCommandsEncrypted, client.IsDataEncrypted));
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Contains("PROT P", peer.Sessions[0].CommandsInTls);
    }

    [Theory]
    [InlineData("SSL", "500 What?", "500 What?", true)]
    [InlineData("SSL", "503 No PBSZ here.", "536 It is private already.", false)]
    [InlineData("TLS-P", "503 Not after TLS-P.", "503 Not after TLS-P.", true)]
    [InlineData("TLS-P", "200 PBSZ=0", "534 It is private already.", false)]
    public async Task Refused_prot_does_not_end_a_session_whose_data_is_private_already(string name, string pbsz, string prot, bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            (session.Answers["PBSZ"], session.Answers["PROT"]) = (pbsz, prot);
            await BeginAsync(session, name);
            await AnswerOneDownloadAsync(session);
        });

        await using var client = await peer.ConnectAsync(options => options with { Pipelining = isPipelining });

        Assert.Equal("content", Encoding.ASCII.GetString(await client.GetAsync()));
        Assert.Equal((1, true), (client.DataConnections, client.IsDataEncrypted));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Data_in_clear_text_after_a_refused_prot_is_refused()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PBSZ"] = session.Answers["PROT"] = "500 What?";
            await BeginAsync(session, "SSL");
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes, in clear text.");
            using (var data = await session.Data.AcceptAsync(tls: false))
            {
                await data.SendAsync("type=file; evil\r\n"u8.ToArray());
                await data.CloseAsync();
            }

            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => client.GetAsync());

        Assert.Equal(TlsFailure.NotTls, error.Failure);
        Assert.Equal(0, client.DataConnections);
        await client.AssertUsableAsync();
    }

    [Theory]
    [InlineData("TLS-C", "536 Control only.", false)]
    [InlineData("SSL", "431 Not now.", true)]
    [InlineData("TLS-P", "331 Perhaps.", false)]
    public async Task Refused_prot_ends_the_session_where_data_may_be_clear_or_the_answer_is_none(string name, string prot, bool isTransient)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PROT"] = prot;
            await BeginAsync(session, name);
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        Assert.Equal((true, isTransient), (error.IsRefusedByServer, error.IsTransient));
    }

    [Fact]
    public async Task Order_of_the_mechanisms_is_the_callers()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH SSL", "234 Go ahead.");
            await session.StartTlsAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(options => options with { AuthMechanisms = [FtpAuthMechanism.Ssl] });

        Assert.Equal(FtpAuthMechanism.Ssl, client.AuthMechanism);
        await client.QuitAsync(Stop);
        Assert.Throws<ArgumentException>(() => peer.Options() with { AuthMechanisms = [] });
    }

    [Fact]
    public async Task Agreement_to_a_later_mechanism_that_brings_more_bytes_ends_the_attempt()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "504 Try SSL.");
            await session.ExpectAsync("AUTH SSL");
            await session.SendBytesAsync("234 Go ahead.\r\n230 You are in.\r\n"u8.ToArray());
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        await peer.AssertNoLoginAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_is_in_clear_text_only_by_consent(bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PROT"] = "200 Clear.";
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync(tls: false)) await data.SendAllAsync("content"u8.ToArray());
            await session.SendAsync("226 Done.");
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Give it.");
            using (var data = await session.Data.AcceptAsync(tls: false)) Assert.Equal("upload"u8.ToArray(), await data.ReceiveAsync());
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(options => options with { ClearDataUnsafe = true, Pipelining = isPipelining });
        var content = await client.GetAsync();
        var result = await client.PutAsync("upload"u8.ToArray());

        Assert.Equal("content", Encoding.ASCII.GetString(content));
        Assert.Null(result.Tls);
        Assert.Equal((true, false), (client.AreCommandsEncrypted, client.IsDataEncrypted));
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(["PBSZ 0", "PROT C"], peer.Sessions[0].CommandsInTls.Where(line => line.StartsWith('P') && line.Contains(' ', StringComparison.Ordinal) && !line.StartsWith("PASS", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("426 Cut.")]
    public async Task Clear_data_that_is_reset_is_no_file_and_the_servers_words_for_it_are_told(string? reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync(tls: false))
            {
                await data.Stream.WriteAsync("con"u8.ToArray(), Stop);
                data.Reset();
            }

            await session.SendAsync(reply ?? "226 All fine.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { ClearDataUnsafe = true });

        var failure = await Record.ExceptionAsync(() => client.GetAsync());

        if (reply is not null) Assert.Equal(426, Assert.IsType<FtpReplyException>(failure).Reply.Code);
        else Assert.Equal(FtpConnectionFailure.Closed, Assert.IsType<FtpConnectionException>(failure).Failure);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Refused_clear_data_is_an_error_and_nothing_else_is_tried()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PROT"] = "534 Data is private here.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => peer.ConnectAsync(options => options with { ClearDataUnsafe = true }));

        Assert.Contains("--data-clear", error.Hint, StringComparison.Ordinal);
        Assert.Single(peer.Sessions);
    }

    private static async Task BeginAsync(ScriptedSession session, string name)
    {
        await session.SendAsync("220 Hello.");
        foreach (var mechanism in new[] { "TLS", "SSL", "TLS-P", "TLS-C" })
        {
            await session.ExpectAsync("AUTH " + mechanism, mechanism == name ? "234 Go ahead." : "504 Not that.");
            if (mechanism == name) break;
        }

        await session.StartTlsAsync();
    }

    private static async Task AnswerOneDownloadAsync(ScriptedSession session)
    {
        await session.AnswerUntilAsync("RETR");
        await session.SendAsync("150 Here it comes.");
        await session.SendDataAsync("content");
        await session.SendAsync("226 Done.");
        await session.AnswerToTheEndAsync();
    }
}
