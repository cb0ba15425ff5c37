using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Timeline;

/// <summary>A timeline of a session that failed says with whom, where and why.</summary>
public sealed class FailedSessionTests
{
    // A resolver that is not reached takes its time.
    private static readonly TimeSpan ResolverTime = TimeSpan.FromMinutes(5);

    private readonly SessionTimeline _timeline = new();

    [Fact]
    public async Task Refused_port_is_told_with_its_address_at_time_zero()
    {
        using var dead = new DeadPort();

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync("127.0.0.1", dead.Port));

        var failed = Assert.IsType<ConnectionFailed>(Assert.Single(_timeline.Events));
        Assert.Equal(($"127.0.0.1:{dead.Port}", error.Message, TimeSpan.Zero, 0), (failed.Peer, failed.Error, failed.At, failed.Channel));
    }

    [Fact]
    public async Task Unknown_host_is_told_with_its_name()
    {
        await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync("host.invalid", 2121));

        var failed = Assert.IsType<ConnectionFailed>(Assert.Single(_timeline.Events));
        Assert.Equal("host.invalid:2121", failed.Peer);
        Assert.Contains("not known", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_that_is_given_up_while_it_is_tried_is_told()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FtpClient.ConnectAsync(Options("127.0.0.1", 2121), cancelled.Token));

        Assert.Contains("Given up", Assert.IsType<ConnectionFailed>(Assert.Single(_timeline.Events)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_that_breaks_the_protocol_is_the_cause_of_the_end()
    {
        await using var peer = ScriptedFtpPeer.Start(static session => session.SendAsync("220 Wel\0come."));

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(peer.Options() with { Timeline = _timeline }, Stop));

        Assert.Equal(error.InnerException!.Message, Assert.IsType<ConnectionClosed>(_timeline.Events[^1]).Error);
    }

    [Fact]
    public async Task Data_port_where_nobody_listens_is_told_with_its_address_and_never_as_closed()
    {
        await using var peer = ScriptedFtpPeer.Start(static async session =>
        {
            await session.BeginExplicitAsync();
            session.Answers["EPSV"] = session.NameDeadPort();
            await session.AnswerToTheEndAsync();
        });
        await using var client = await FtpClient.ConnectAsync(peer.Options() with { Timeline = _timeline }, Stop);

        await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());
        await client.AssertUsableAsync();

        var ports = _timeline.Events.OfType<ReplyReceived>().Where(static one => one.Reply.Code == 229).ToList();
        var failed = _timeline.Events.OfType<ConnectionFailed>().ToList();
        Assert.Equal(3, failed.Count);
        Assert.All(failed, one =>
        {
            Assert.Equal(1, one.Channel);
            Assert.Contains(ports, named => DataEndPointFormat.TryParseEpsv(named.Reply, out var port) && one.Peer == $"127.0.0.1:{port}");
        });
        Assert.DoesNotContain(_timeline.Events, static one => one is ConnectionClosed { Channel: > 0 });
        Assert.Null(_timeline.Events.OfType<ConnectionClosed>().Single().Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transfer_that_is_given_up_tells_its_bytes_before_its_end(bool isUpload)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(isUpload ? "STOR" : "RETR");
            await session.SendAsync("150 Here it comes.");
            using var data = await session.Data.AcceptAsync();
            if (!isUpload) await data.SendAsync(new byte[100_000]);
            await session.AnswerToTheEndAsync();
        });
        await using (var client = await FtpClient.ConnectAsync(peer.Options() with { Timeline = _timeline }, Stop))
        {
            if (isUpload)
            {
                await using var target = await client.OpenWriteAsync(RemoteFile, cancellationToken: Stop);
                await target.WriteAsync(new byte[100_000], Stop);
            }
            else
            {
                await using var source = await client.OpenReadAsync(RemoteFile, cancellationToken: Stop);
                await source.ReadExactlyAsync(new byte[100_000], Stop);
            }
        }

        var data = _timeline.Events.Where(static one => one.Channel == 1).ToList();
        var moved = Assert.Single(data.OfType<DataTransferred>());
        Assert.Equal((100_000, !isUpload), (moved.Bytes, moved.FromServer));
        Assert.Equal("given up by this side", Assert.IsType<ConnectionClosed>(data[^1]).Error);
        Assert.True(data.IndexOf(moved) < data.Count - 1);
    }

    [Fact]
    public async Task Return_to_clear_text_is_an_event_and_the_end_is_then_one_without_tls()
    {
        await using var peer = ScriptedFtpPeer.Start(static async session =>
        {
            await session.BeginUntilAsync("CCC");
            await session.SendAsync("200 Clear from here on.");
            await session.EndTlsAsync();
            await session.AnswerToTheEndAsync();
        });
        await using (var client = await FtpClient.ConnectAsync(peer.Options() with { Timeline = _timeline, ClearCommandsUnsafe = true, Host = "localhost" }, Stop))
            await client.QuitAsync(Stop);

        var (secured, cleared) = (_timeline.Events.OfType<ChannelSecured>().Single(), _timeline.Events.OfType<ChannelCleared>().Single());
        Assert.True(secured.At <= cleared.At);
        Assert.Equal(0, cleared.Channel);
    }

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task Certificate_is_told_as_it_was_sent_and_why_it_is_trusted(TlsBackend backend)
    {
        await using var peer = ScriptedFtpPeer.Start(static async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var options = peer.Options().Only(TlsVersion.Tls12) with { Timeline = _timeline, TlsBackend = backend, Host = "localhost" };
        await using (var client = await FtpClient.ConnectAsync(options, Stop)) await client.QuitAsync(Stop);

        var sent = _timeline.Events.OfType<HandshakeMessage>().Single(static one => one is { FromClient: false, Name: "Certificate" }).Certificates;
        var own = peer.Certificate.Certificate;
        Assert.Equal((own.Subject, own.Issuer, Convert.ToBase64String(own.RawData)), (sent[0].Subject, sent[0].Issuer, sent[0].Encoded));
        Assert.Equal(own.NotAfter.ToUniversalTime(), sent[0].NotAfter.UtcDateTime);
        Assert.Contains("chains to a given root", _timeline.Events.OfType<CertificateTrusted>().Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_session_of_a_pool_has_a_timeline_of_its_own_and_is_made_with_its_options()
    {
        await using var peer = ScriptedFtpPeer.Start(static async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var made = new System.Collections.Concurrent.ConcurrentQueue<(FtpClientOptions Options, SessionTimeline Timeline)>();
        var options = peer.Options() with
        {
            Timelines = actual =>
            {
                var timeline = new SessionTimeline();
                made.Enqueue((actual, timeline));
                return timeline;
            },
        };
        await using (var pool = new FtpClientPool(options, new FtpClientPoolOptions { MaxSessions = 2 }))
        {
            await using var one = await pool.RentAsync(Stop);
            await using var other = await pool.RentAsync(Stop);
        }

        Assert.Equal(2, made.Count);
        Assert.All(made, one => Assert.Equal(peer.Port, one.Options.Port));
        Assert.All(made, static one => Assert.Single(one.Timeline.Events.OfType<ConnectionOpened>()));
    }

    private FtpClientOptions Options(string host, int port) => new() { Host = host, Port = port, Credential = FtpCredential.Anonymous, Timeline = _timeline, ConnectTimeout = ResolverTime };

    private Task<FtpClient> ConnectAsync(string host, int port) => FtpClient.ConnectAsync(Options(host, port), Stop);
}
