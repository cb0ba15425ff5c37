using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>A server, or somebody on the way, that keeps TLS from beginning. Nobody ever hears who wants to log in.</summary>
[Trait("Threat", "T1")]
[Trait("Threat", "T7")]
[Trait("Peer", "hostile")]
public sealed class TlsOrNothingTests
{
    [Theory]
    [InlineData("431 No certificate today.", true)]
    [InlineData("200 Fine, go on without.", false)]
    [InlineData("331 And now the password.", false)]
    [InlineData("230 You are logged in already.", false)]
    public async Task Strange_answer_to_auth_ends_the_attempt(string reply, bool isTransient)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", reply);
            await session.ExpectEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        Assert.True(error.IsRefusedByServer);
        Assert.Equal(isTransient, error.IsTransient);
        Assert.NotNull(error.Hint);
        Assert.Contains(reply, error.Message, StringComparison.Ordinal);
        await peer.Completion;
        await peer.AssertNoLoginAsync();
        Assert.Equal(["AUTH TLS"], Assert.Single(peer.Sessions).CommandsInClear);
    }

    [Theory]
    [InlineData("500 What?")]
    [InlineData("502 Not implemented.")]
    [InlineData("504 Not with TLS.")]
    [InlineData("530 Log in first.")]
    [InlineData("534 Policy.")]
    public async Task Mechanism_after_mechanism_is_refused_and_nobody_logs_in(string reply)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            foreach (var mechanism in new[] { "TLS", "SSL", "TLS-P", "TLS-C" }) await session.ExpectAsync("AUTH " + mechanism, reply);
            await session.ExpectEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        Assert.True(error is { IsRefusedByServer: true, IsTransient: false });
        Assert.Contains("AUTH TLS with " + reply, error.Message, StringComparison.Ordinal);
        await peer.Completion;
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Server_that_hangs_up_on_the_second_mechanism_has_refused_the_first()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "502 Not here.");
            await session.ExpectAsync("AUTH SSL");
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        Assert.Contains("502 Not here.", error.Message, StringComparison.Ordinal);
        await peer.AssertNoLoginAsync();
    }

    [Fact]
    public async Task Server_that_says_goodbye_to_auth_is_a_lost_connection_to_try_later()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "421 Too many.");
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync());

        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
        Assert.Equal(421, error.Reply!.Code);
        Assert.True(error.IsTransient);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Server_that_closes_at_auth_is_a_lost_connection()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS");
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync());

        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Server_that_is_silent_after_auth_is_given_up_at_the_reply_limit()
    {
        var clock = new TestClock();
        var isSilent = new TaskCompletionSource();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS");
            isSilent.SetResult();
            await session.ExpectEndAsync();
        });

        var connecting = peer.ConnectAsync(options => options with { TimeProvider = clock });
        await isSilent.Task.WaitAsync(HangGuard, Stop);
        await clock.PassUntilAsync(connecting, HangGuard);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => connecting);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        await peer.Completion;
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Theory]
    [InlineData("Hello, who is there?")]
    [InlineData("<html><body>234</body></html>")]
    [InlineData("777 Jackpot.")]
    [InlineData("23")]
    public async Task Garbage_after_auth_breaks_the_grammar(string garbage)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", garbage);
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpProtocolException>(() => peer.ConnectAsync());

        await peer.Completion;
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Agreement_to_tls_followed_by_plain_text_fails_in_the_handshake()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
            await session.AnswerHandshakeAsync("230 No need, you are in.");
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync());

        Assert.Equal(TlsFailure.NotTls, error.Failure);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Silence_in_the_handshake_is_given_up_at_the_reply_limit()
    {
        var clock = new TestClock();
        var isSilent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Hello.");
            await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
            isSilent.SetResult();
            await session.StaySilentAsync();
        });

        var connecting = peer.ConnectAsync(options => options with { TimeProvider = clock });
        await isSilent.Task;
        await clock.PassUntilAsync(connecting, TimeSpan.FromMinutes(10));
        var error = await Assert.ThrowsAsync<FtpTlsException>(() => connecting);

        Assert.Equal(TlsFailure.Timeout, error.Failure);
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Implicit_mode_says_nothing_but_a_handshake_to_a_server_that_greets_in_clear_text()
    {
        await using var peer = ScriptedFtpPeer.Start(
            session => session.AnswerHandshakeAsync("220 Hello in clear text."));

        var error = await Assert.ThrowsAsync<FtpTlsException>(
            () => peer.ConnectAsync(options => options with { Mode = FtpTlsMode.Implicit }));

        Assert.Equal(TlsFailure.NotTls, error.Failure);
        Assert.Contains("after-greeting", error.Hint, StringComparison.Ordinal);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Explicit_mode_on_an_implicit_port_hints_at_the_other_mode()
    {
        await using var peer = ScriptedFtpPeer.Start(session => session.ExpectEndAsync());

        var error = await Assert.ThrowsAsync<FtpConnectionException>(
            () => peer.ConnectAsync(options => options with { ReplyTimeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(FtpConnectionFailure.NotFtp, error.Failure);
        Assert.Contains("ftps://", error.Hint, StringComparison.Ordinal);
        await peer.Completion;
        Assert.Empty(Assert.Single(peer.Sessions).BytesInClear);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("other name")]
    [InlineData("self-signed")]
    [InlineData("unknown authority")]
    public async Task Untrusted_certificate_ends_the_attempt_before_the_login(string fault)
    {
        using var certificates = new TestCertificates();
        using var strangers = new TestCertificates();
        var certificate = fault switch
        {
            "expired" => certificates.IssueExpired(),
            "other name" => certificates.IssueServer("ftp.example.com", "192.0.2.1"),
            "self-signed" => certificates.Issue(new TestCertificateOptions { SelfSigned = true }),
            _ => strangers.IssueServer(),
        };
        await using var peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.SendAsync("220 Hello.");
                await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
                await session.ExpectHandshakeFailureAsync();
            },
            new() { Certificate = certificate });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(options => options with
        {
            Trust = new Tls.Trust.TrustPolicy { Roots = [certificates.Authority] },
        }));

        Assert.Equal(TlsFailure.NotTrusted, error.Failure);
        Assert.Equal(certificate.Certificate.Thumbprint, error.Certificate!.Thumbprint);
        await peer.AssertNoLoginAsync();
        Assert.Single(peer.Sessions);
    }

    [Fact]
    public async Task Application_protocol_is_offered_and_a_server_that_knows_none_is_accepted()
    {
        await using var without = ScriptedFtpPeer.Start(session => session.BeginUntilAsync("QUIT"), new() { Alpn = [] });
        await using var client = await without.ConnectAsync();
        Assert.Null(client.Tls!.ApplicationProtocol);
        await client.QuitAsync(Stop);

        await using var peer = ScriptedFtpPeer.Start(session => session.BeginUntilAsync("QUIT"));
        await using var second = await peer.ConnectAsync();
        Assert.Equal("ftp", second.Tls!.ApplicationProtocol);
        await second.QuitAsync(Stop);
    }
}
