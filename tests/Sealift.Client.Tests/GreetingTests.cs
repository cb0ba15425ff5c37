using Sealift.Client.Control;
using Sealift.Core;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>The first thing a server says (RFC 959 section 5.4).</summary>
[Trait("Threat", "T4")]
[Trait("Peer", "hostile")]
public sealed class GreetingTests
{
    // A resolver that is not reached takes its time.
    private static readonly TimeSpan ResolverTime = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("230 Welcome, you are logged in.")]
    [InlineData("234 Start TLS.")]
    [InlineData("331 Password?")]
    [InlineData("150 Here it comes.")]
    public async Task Greeting_that_skips_the_login_ends_the_attempt(string greeting)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync(greeting);
            await session.ExpectEndAsync();
        });

        await Assert.ThrowsAsync<FtpProtocolException>(() => peer.ConnectAsync());

        await peer.Completion;
        Assert.Empty(Assert.Single(peer.Sessions).BytesInClear);
    }

    [Theory]
    [InlineData("421 Too many sessions.", true)]
    [InlineData("500 Go away.", true)]
    [InlineData("530 Not from there.", true)]
    public async Task Refusing_greeting_is_a_closed_connection_with_the_reply(string greeting, bool isTransient)
    {
        await using var peer = ScriptedFtpPeer.Start(session => session.SendAsync(greeting));

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync());

        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
        Assert.Contains(greeting, error.Reply!.ToString(), StringComparison.Ordinal);
        Assert.Equal(isTransient, error.IsTransient);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("* OK IMAP4rev1 ready")]
    public async Task Other_protocols_are_recognised_as_no_ftp(string greeting)
    {
        await using var peer = ScriptedFtpPeer.Start(session => session.SendAsync(greeting));

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync());

        Assert.Equal(FtpConnectionFailure.NotFtp, error.Failure);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("", false)] // it may be no server at all, or one that waits for TLS
    [InlineData("22", true)]
    [InlineData("220-One line\r\n", true)]
    public async Task Silence_in_the_middle_of_the_greeting_is_worth_another_try(string begun, bool isTransient)
    {
        var clock = new TestClock();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendBytesAsync(System.Text.Encoding.ASCII.GetBytes(begun));
            await session.StaySilentAsync();
        });

        await using var connection = await ControlConnection.OpenAsync(peer.Options() with { TimeProvider = clock }, Stop);
        var reading = Greetings.ReadAsync(connection, Stop).AsTask();
        while (connection.HasHeard != isTransient) await Task.Delay(1, Stop); // what came is read before the time is over
        await clock.EndAsync(HangGuard);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => reading.WaitAsync(HangGuard, Stop));

        Assert.Equal(FtpConnectionFailure.NotFtp, error.Failure);
        Assert.Equal(isTransient, error.IsTransient);
    }

    [Fact]
    public async Task Delay_is_waited_for()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("120 In a moment.\n120 Almost.");
            await session.BeginExplicitAsync("220-Two\n220 lines.");
            await session.AnswerToTheEndAsync();
        });

        await using var client = await peer.ConnectAsync();

        Assert.Equal(["Two", "lines."], client.Greeting.Lines);
        await client.QuitAsync(Stop);
    }

    [Fact]
    public async Task Delay_without_end_is_not_waited_for()
    {
        await using var peer = ScriptedFtpPeer.Start(
            session => session.SendAsync(string.Join('\n', Enumerable.Repeat("120 In a moment.", 50))));

        await Assert.ThrowsAsync<FtpProtocolException>(() => peer.ConnectAsync());
    }

    [Fact]
    public async Task Server_that_closes_without_a_word_is_a_closed_connection()
    {
        await using var peer = ScriptedFtpPeer.Start(_ => Task.CompletedTask);

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync());

        Assert.Equal(FtpConnectionFailure.Closed, error.Failure);
    }

    [Fact]
    public async Task Port_where_nobody_listens_is_refused()
    {
        using var dead = new DeadPort();

        var error = await Assert.ThrowsAsync<FtpConnectionException>(
            () => FtpClient.ConnectAsync(new FtpClientOptions { Host = "127.0.0.1", Port = dead.Port }, Stop));

        Assert.Equal(FtpConnectionFailure.Refused, error.Failure);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("no-such-host.invalid")]
    [InlineData("two words")]
    [InlineData("a\r\nb")]
    [InlineData("nul\0byte")]
    public async Task Host_that_does_not_resolve_is_unknown(string host)
    {
        var error = await Assert.ThrowsAsync<FtpConnectionException>(
            () => FtpClient.ConnectAsync(new FtpClientOptions { Host = host, ConnectTimeout = ResolverTime }, Stop));

        Assert.Equal(FtpConnectionFailure.UnknownHost, error.Failure);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
