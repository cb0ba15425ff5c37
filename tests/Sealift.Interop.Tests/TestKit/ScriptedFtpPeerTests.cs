using System.Security.Authentication;
using Sealift.TestKit;

namespace Sealift.Interop.Tests.TestKit;

public sealed class ScriptedFtpPeerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ScriptDelivery.Whole)]
    [InlineData(ScriptDelivery.Lines)]
    [InlineData(ScriptDelivery.Bytes)]
    public async Task Conversation_is_the_same_in_every_delivery_and_is_recorded(ScriptDelivery delivery)
    {
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.BeginExplicitAsync("220-Two\n220 lines.");
                await session.ExpectAsync("USER joe", "331 Password?");
                await session.ExpectAsync("PASS *", "230 In.");
                await session.AnswerUntilEndAsync();
                await session.ExpectEndAsync();
            },
            new() { Delivery = delivery });

        using (ControlLine line = await SecureAsync(peer))
        {
            Assert.Equal("331 Password?", await line.AskAsync("USER joe", Stop));
            Assert.Equal("230 In.", await line.AskAsync("PASS secret", Stop));
            Assert.Equal("211-Features:", await line.AskAsync("FEAT", Stop));
            Assert.Equal("221 Goodbye.", await line.AskAsync("QUIT", Stop));
        }

        await peer.Completion;
        ScriptedSession session = Assert.Single(peer.Sessions);
        Assert.Equal(["AUTH TLS"], session.CommandsInClear);
        Assert.Equal(["USER joe", "PASS secret", "FEAT", "QUIT"], session.CommandsInTls);
        Assert.Equal("AUTH TLS\r\n"u8.ToArray(), session.BytesInClear);
    }

    [Fact]
    public async Task Unexpected_command_fails_the_test_on_disposal()
    {
        ScriptedFtpPeer peer = ScriptedFtpPeer.Start(session => session.ExpectAsync("NOOP"));

        using (ControlLine line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop))
        {
            await line.WriteAsync("QUIT\r\n"u8.ToArray(), Stop);
            await Assert.ThrowsAsync<EndOfStreamException>(() => line.ReadLineAsync(Stop));
        }

        ScriptMismatchException error = await Assert.ThrowsAsync<ScriptMismatchException>(() => peer.DisposeAsync().AsTask());
        Assert.Contains("Expected 'NOOP', heard 'QUIT'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_says_nothing_fails_the_script_when_patience_ends()
    {
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(
            session => session.ExpectAsync("NOOP"), new() { Patience = TimeSpan.FromMilliseconds(50) });
        using ControlLine line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop);

        await Assert.ThrowsAsync<ScriptMismatchException>(() => peer.Completion);
    }

    [Fact]
    public async Task What_the_client_sends_after_the_script_is_recorded_too()
    {
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(session => session.SendAsync("421 Not now."));

        using (ControlLine line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop))
        {
            Assert.Equal("421 Not now.", await line.AskAsync(null, Stop));
            await line.WriteAsync("USER joe\r\n"u8.ToArray(), Stop);
        }

        ScriptedSession session = Assert.Single(peer.Sessions);
        await session.Ended.WaitAsync(Stop);
        Assert.Equal(["USER joe"], session.CommandsInClear);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_shows_whether_the_client_sent_close_notify(bool closeNotify)
    {
        byte[] content = new byte[100_000];
        content.AsSpan().Fill(7);
        TaskCompletionSource<(byte[] Bytes, bool? Notified)> received = new();
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginImplicitAsync();
            await session.AnswerUntilAsync("STOR");
            await session.SendAsync("150 Go.");
            ScriptedDataChannel data = await session.Data.AcceptAsync();
            byte[] bytes = await data.ReceiveAsync(chunk: 1000);
            received.SetResult((bytes, data.SawCloseNotify));
            await session.SendAsync("226 Done.");
        });

        using ControlLine line = await SecureAsync(peer, isImplicit: true);
        int port = await EpsvAsync(line);
        await line.WriteAsync("STOR x\r\n"u8.ToArray(), Stop);
        using (ControlLine data = await ControlLine.ConnectAsync("127.0.0.1", port, Stop))
        {
            await data.StartTlsAsync("localhost", peer.AuthorityFile!, SslProtocols.None, certificate: null, Stop);
            await data.WriteAsync(content, Stop);
            if (closeNotify)
                await data.Tls.ShutdownAsync();
            data.ShutdownSend();
            await Assert.ThrowsAsync<EndOfStreamException>(async () => await data.ReadLineAsync(Stop));
        }

        (byte[] bytes, bool? notified) = await received.Task;
        Assert.Equal(content, bytes);
        Assert.Equal(closeNotify, notified);
        await peer.Completion;
    }

    [Fact]
    public async Task Client_that_refuses_the_certificate_is_seen_as_a_failed_handshake()
    {
        using TestCertificates certificates = new();
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(
            session => session.ExpectHandshakeFailureAsync(), new() { Certificate = certificates.IssueExpired() });

        using ControlLine line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop);
        await Assert.ThrowsAsync<AuthenticationException>(
            () => line.StartTlsAsync("localhost", certificates.AuthorityFile, SslProtocols.None, certificate: null, Stop));
        line.Dispose();

        await peer.Completion;
    }

    [Fact]
    public async Task Client_that_accepts_what_it_should_refuse_fails_the_script()
    {
        await using ScriptedFtpPeer peer = ScriptedFtpPeer.Start(session => session.ExpectHandshakeFailureAsync());

        using ControlLine line = await SecureAsync(peer, isImplicit: true, greets: false);
        await line.WriteAsync("USER joe\r\n"u8.ToArray(), Stop);

        await Assert.ThrowsAsync<ScriptMismatchException>(() => peer.Completion);
    }

    private static async Task<int> EpsvAsync(ControlLine line)
    {
        string reply = await line.AskAsync("EPSV", Stop);
        return int.Parse(reply.Split('|')[3], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<ControlLine> SecureAsync(ScriptedFtpPeer peer, bool isImplicit = false, bool greets = true)
    {
        ControlLine line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop);
        if (!isImplicit)
        {
            await line.AskAsync(null, Stop);
            Assert.Equal("234 Go ahead.", await line.AskAsync("AUTH TLS", Stop));
        }

        await line.StartTlsAsync("localhost", peer.AuthorityFile!, SslProtocols.None, certificate: null, Stop);
        if (isImplicit && greets)
            await line.AskAsync(null, Stop);
        return line;
    }
}
