using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>CCC: after the login commands go on in clear text, by consent only, and data connections stay what they were.</summary>
public sealed class ClearCommandsTests
{
    public static TheoryData<TlsVersion, TlsBackend> Rows => new()
    {
        { TlsVersion.Tls12, TlsBackend.OpenSsl },
        { TlsVersion.Tls13, TlsBackend.OpenSsl },
        { TlsVersion.Tls12, TlsBackend.Platform },
        { TlsVersion.Tls13, TlsBackend.Platform },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Commands_go_on_in_clear_text_and_data_stays_encrypted(TlsVersion version, TlsBackend backend)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("CCC");
            await session.SendAsync("200 Clear from here on.");
            await session.EndTlsAsync();
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(
            options => options.Only(version) with { ClearCommandsUnsafe = true, TlsBackend = backend, Host = "localhost" });
        var content = await client.GetAsync();

        Assert.Equal("content", Encoding.ASCII.GetString(content));
        Assert.Equal((false, true, 1, 1), (client.AreCommandsEncrypted, client.IsDataEncrypted, client.DataConnections, client.ResumedDataConnections));
        Assert.True(client.Tls is { CloseNotifySent: true, CloseNotifyReceived: true });
        await client.AssertUsableAsync();
        await peer.Completion;
        var heard = peer.Sessions[0];
        Assert.Equal("CCC", heard.CommandsInTls[^1]);
        Assert.Equal(["AUTH TLS", "RETR file", "NOOP", "QUIT"], heard.CommandsInClear.Where(line => line != "EPSV"));
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString([.. heard.BytesInClear]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_never_answers_close_notify_is_waited_for_a_moment()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("CCC");
            await session.SendAsync("200 Clear from here on.");
            await session.EndTlsAsync(answers: false);
            await session.AnswerToTheEndAsync();
        });

        var clock = new TestClock();
        var connecting = peer.ConnectAsync(options => options with { ClearCommandsUnsafe = true, TimeProvider = clock });
        await clock.PassUntilAsync(connecting, TimeSpan.FromSeconds(2));
        await using var client = await connecting;

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Clear_text_that_comes_with_close_notify_is_seen_and_not_taken_for_an_answer()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["SIZE"] = "213 5";
            await session.BeginUntilAsync("CCC");
            await session.SendAsync("200 Clear from here on.");
            await session.EndTlsAsync(then: "213 4711\r\n"u8.ToArray());
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options with { ClearCommandsUnsafe = true });

        // The answer that nobody asked for either stands before the command, or is found to be one too many after it.
        await Assert.ThrowsAnyAsync<FtpException>(async () =>
        {
            await client.GetSizeAsync(RemoteFile, Stop);
            await client.PingAsync(Stop);
            await client.PingAsync(Stop);
        });
        Assert.False(client.IsUsable);
    }

    [Theory]
    [InlineData("533 Policy.")]
    [InlineData("534 Not here.")]
    [InlineData("500 What?")]
    public async Task Refusal_is_a_plain_error(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["CCC"] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => peer.ConnectAsync(options => options with { ClearCommandsUnsafe = true }));

        Assert.Equal(("CCC", reply), (error.Command.Verb, error.Reply.ToString()));
        Assert.Contains("--ccc", error.Hint, StringComparison.Ordinal);
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Server_that_closes_instead_is_an_error()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("CCC");
            await session.SendAsync("200 Clear from here on.");
            session.Cut();
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(options => options with { ClearCommandsUnsafe = true }));

        Assert.Equal(TlsFailure.Truncated, error.Failure);
    }

    [Fact]
    public async Task Words_after_the_agreement_end_the_session()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("CCC");
            await session.SendBytesAsync("200 Clear from here on.\r\n213 4711\r\n"u8.ToArray());
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpProtocolException>(() => peer.ConnectAsync(options => options with { ClearCommandsUnsafe = true }));
    }

    [Fact]
    public async Task Nothing_is_said_of_it_without_consent()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync()) await client.AssertUsableAsync();

        await peer.Completion;
        Assert.DoesNotContain("CCC", peer.Sessions[0].CommandsInTls);
        Assert.Equal(["AUTH TLS"], peer.Sessions[0].CommandsInClear);
    }
}
