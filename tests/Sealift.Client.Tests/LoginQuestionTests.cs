using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls.Trust;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>What a server wants to know during the login: its virtual host, an account, the answer to a challenge.</summary>
public sealed class LoginQuestionTests
{
    [Theory]
    [InlineData("ftp.example.org", "HOST ftp.example.org", true)]
    [InlineData("192.0.2.1", "HOST 192.0.2.1", false)]
    [InlineData("2001:db8::1", "HOST [2001:db8::1]", true)]
    [InlineData("[2001:DB8::1]", "HOST [2001:db8::1]", true)]
    public async Task Virtual_host_is_named_inside_tls_before_the_user(string host, string command, bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["HOST"] = "220 Welcome to it.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync(options => options with { VirtualHost = host, Trust = Pinned(peer), Pipelining = isPipelining }))
            await client.AssertUsableAsync();

        await peer.Completion;
        Assert.Equal([command, "USER joe"], peer.Sessions[0].CommandsInTls.Take(2));
    }

    [Theory]
    [InlineData("504 Unknown host.")]
    [InlineData("501 What host?")]
    [InlineData("500 What?")]
    [InlineData("502 Not implemented.")]
    [InlineData("503 Too late.")]
    [InlineData("331 Password?")]
    public async Task Virtual_host_that_is_refused_hears_no_password(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["HOST"] = reply;
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => peer.ConnectAsync(options => options with { VirtualHost = "other", Trust = Pinned(peer) }));

        Assert.Contains("o password was sent", error.Hint, StringComparison.Ordinal);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Theory]
    [InlineData("ftp.example.org:21")]
    [InlineData("[::1]:21")]
    [InlineData("[ftp.example.org]")]
    [InlineData("two words")]
    [InlineData("a\r\nUSER b")]
    [InlineData("")]
    [InlineData("fe80::1%1")]
    public void Virtual_host_with_a_port_or_nonsense_is_none(string host) =>
        Assert.ThrowsAny<ArgumentException>(() => new FtpClientOptions { Host = "h", VirtualHost = host });

    [Theory]
    [InlineData("USER", true)]
    [InlineData("PASS", true)]
    [InlineData("PASS", false)]
    public async Task Account_goes_to_the_server_that_asks_for_it(string after, bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers[after] = "332 And the account?";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(options => options with
        {
            Credential = FtpCredential.WithPassword(User, Secret, "acc " + Secret),
            Pipelining = isPipelining,
        });

        await client.AssertUsableAsync();
        await peer.Completion;
        string[] expected = after == "USER" ? ["USER joe", "ACCT acc " + Secret] : ["USER joe", "PASS " + Secret, "ACCT acc " + Secret];
        Assert.Equal([.. expected, "PBSZ 0"], Assert.Single(peer.Sessions).CommandsInTls.Take(expected.Length + 1));
    }

    [Fact]
    public async Task Account_that_nobody_asks_for_is_not_told()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using (var client = await peer.ConnectAsync(options => options with { Credential = FtpCredential.WithPassword(User, Secret, "acc") }))
            await client.QuitAsync(Stop);

        await peer.Completion;
        Assert.DoesNotContain(peer.Sessions[0].CommandsInTls, line => line.StartsWith("ACCT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Account_is_asked_of_the_user_when_the_credential_has_none(bool isPipelining)
    {
        List<FtpChallenge> asked = [];
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PASS"] = "332 And the \u001b[31maccount?";
            session.Answers["PBSZ"] = session.Answers["PROT"] = "200 Fine.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync(options => options with
        {
            Pipelining = isPipelining,
            Challenge = (challenge, _) =>
            {
                asked.Add(challenge);
                return ValueTask.FromResult<string?>("the account");
            },
        });

        var challenge = Assert.Single(asked);
        Assert.Equal((FtpChallengeKind.Account, User, "And the \\x1b[31maccount?"), (challenge.Kind, challenge.User, challenge.Text));
        await client.AssertUsableAsync();
        await peer.Sessions[^1].Ended;
        Assert.Contains("ACCT the account", peer.Sessions[^1].CommandsInTls);
        Assert.Equal(isPipelining ? 2 : 1, peer.Sessions.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Challenge_is_answered_by_the_user_and_the_host_is_remembered(bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.ExpectAsync("USER joe", "336 Challenge: otp-md5 97 ke1234");
            var password = await session.ExpectAsync("PASS *");
            await session.SendAsync(password == "PASS OH MY ONE" ? "230 Right." : "530 Wrong.");
            await session.AnswerToTheEndAsync();
        });
        var options = peer.Options() with
        {
            Pipelining = isPipelining,
            Challenge = (challenge, _) => ValueTask.FromResult<string?>(
                challenge is { Kind: FtpChallengeKind.Response, Text: "Challenge: otp-md5 97 ke1234" } ? "OH MY ONE" : null),
        };

        await using (var client = await FtpClient.ConnectAsync(options, Stop)) await client.AssertUsableAsync();
        await using (var client = await FtpClient.ConnectAsync(options, Stop)) await client.AssertUsableAsync();

        // With a flight the static password was on its way before the challenge was known; that happens once.
        foreach (var session in peer.Sessions) await session.Ended;
        var passwords = peer.Sessions.SelectMany(session => session.CommandsInTls).Where(line => line.StartsWith("PASS", StringComparison.Ordinal));
        Assert.Equal(isPipelining ? 3 : 2, peer.Sessions.Count);
        Assert.Equal(isPipelining ? 1 : 0, passwords.Count(line => line == "PASS " + Secret));
    }

    [Theory]
    [InlineData("336 What is it?", true, false)]
    [InlineData("336 What is it?", false, false)]
    [InlineData("332 Account?", true, false)]
    [InlineData("336 What is it?", false, true)]
    [InlineData("332 Account?", false, true)]
    public async Task Question_that_nobody_answers_is_a_refused_login(string reply, bool isPipelining, bool givesUp)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["USER"] = reply;
            session.Answers["PASS"] = "530 Not so.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpAuthenticationException>(() => peer.ConnectAsync(options => options with
        {
            Pipelining = isPipelining,
            Challenge = givesUp ? (_, _) => ValueTask.FromResult<string?>(null) : null,
        }));

        Assert.Equal(reply, error.Reply.ToString());
        Assert.NotNull(error.Hint);
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Server_that_asks_without_end_is_a_refused_login()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PASS"] = session.Answers["ACCT"] = "331 Password?";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });

        await Assert.ThrowsAsync<FtpAuthenticationException>(() => peer.ConnectAsync(options => options with { Pipelining = false }));

        await peer.Sessions[0].Ended;
        Assert.Single(peer.Sessions[0].CommandsInTls, line => line.StartsWith("PASS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("joe@inner.example.org|virtual")]
    [InlineData("joe@example.org@proxy:2121")]
    [InlineData("DOMAIN\\joe")]
    public async Task User_name_of_any_form_is_sent_untouched(string user)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var url = new FtpUrl(FtpTlsMode.Explicit, "127.0.0.1", peer.Port, user, Secret);
        var credential = FtpClientOptions.From(FtpUrl.Parse(url.ToString())).Credential;

        await using (var client = await peer.ConnectAsync(options => options with { Credential = credential })) await client.QuitAsync(Stop);

        await peer.Completion;
        Assert.Equal("USER " + user, peer.Sessions[0].CommandsInTls[0]);
    }

    // The scripted peer's certificate names no virtual host.
    private static TrustPolicy Pinned(ScriptedFtpPeer peer) => new() { Pins = [SpkiPin.Of(peer.Certificate.Certificate)] };
}
