using System.Text;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>HTTP CONNECT: a tunnel for control and data, from which not one byte is lost, and hostile answers to it.</summary>
[Trait("Threat", "T16")]
public sealed class HttpProxyTests
{
    private const string Established = "HTTP/1.1 200 Connection established\r\nProxy-Agent: scripted\r\n\r\n";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Session_and_its_data_connections_go_through_the_tunnel(bool withGreeting, bool apart)
    {
        await using var peer = Serving();
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            var request = await connection.ReadHeaderAsync();
            var port = int.Parse(request.Split(' ')[1].Split(':')[^1], null);
            await connection.TunnelAsync(
                port, Encoding.ASCII.GetBytes(Established), withGreeting && port == peer.Port, apart);
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            Host = "localhost",
            Proxy = FtpProxy.Parse(proxy.Url("http")),
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        Assert.Equal(1, client.ResumedDataConnections);
        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(2, proxy.Connections.Count);
        Assert.StartsWith($"CONNECT localhost:{peer.Port} HTTP/1.1\r\n", Words(proxy.Connections[0]), StringComparison.Ordinal);
        Assert.StartsWith("CONNECT localhost:", Words(proxy.Connections[1]), StringComparison.Ordinal);
        Assert.All(proxy.Connections, connection => Assert.DoesNotContain("Authorization", Words(connection), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proxy_that_breaks_the_connection_is_named_and_so_is_the_server_behind_it()
    {
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            connection.Reset();
        });
        var options = new FtpClientOptions
        {
            Host = "ftp.example.org",
            Credential = FtpCredential.WithPassword(User, Secret),
            Proxy = FtpProxy.Parse(proxy.Url("http")),
        };

        var failure = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(options, Stop));

        Assert.Equal(FtpConnectionFailure.Closed, failure.Failure);
        Assert.Contains("ftp.example.org", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task Host_that_has_no_form_on_the_wire_is_not_sent_to_the_proxy()
    {
        await using var proxy = ScriptedProxy.Start(connection => connection.StaySilentAsync());
        var options = new FtpClientOptions
        {
            Host = new string('ü', 80) + ".example",
            Credential = FtpCredential.WithPassword(User, Secret),
            Proxy = FtpProxy.Parse(proxy.Url("http")),
        };

        var failure = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(options, Stop));

        Assert.Equal(FtpConnectionFailure.UnknownHost, failure.Failure);
        Assert.All(proxy.Connections, connection => Assert.Empty(connection.Heard));
    }

    [Fact]
    public async Task Trust_judges_the_server_and_not_the_proxy()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Not who you asked for.");
            await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
            await session.ExpectHandshakeFailureAsync();
        });
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            await connection.TunnelAsync(peer.Port, Encoding.ASCII.GetBytes(Established));
        });

        // The certificate is good for 127.0.0.1, which is where the proxy is.
        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(options => options with
        {
            Host = "ftp.example.org",
            Proxy = FtpProxy.Parse(proxy.Url("http")),
        }));

        Assert.Equal(TlsFailure.NotTrusted, error.Failure);
        await peer.Completion;
    }

    [Fact]
    public async Task Address_in_a_pasv_reply_is_ignored_through_a_proxy_too()
    {
        var timeline = new SessionTimeline();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["EPSV"] = "500 What?";
            await session.BeginExplicitAsync();
            await session.AnswerUntilAsync("PASV");
            await session.SendAsync(session.ListenForData().PasvReplyFor(System.Net.IPAddress.Parse("192.0.2.1")));
            await session.ExpectAsync("RETR file", "150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var proxy = Tunnelling();
        await using var client = await peer.ConnectAsync(options => options with
        {
            Host = "localhost",
            Proxy = FtpProxy.Parse(proxy.Url("http")),
            Timeline = timeline,
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        Assert.StartsWith("CONNECT localhost:", Words(proxy.Connections[^1]), StringComparison.Ordinal);
        Assert.Contains(timeline.Events.OfType<TimelineNote>(), note => note.Text.Contains("192.0.2.1", StringComparison.Ordinal));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Proxys_login_is_sent_as_basic_and_shown_nowhere()
    {
        var timeline = new SessionTimeline();
        var logger = new ListLogger();
        await using var peer = Serving();
        await using var proxy = Tunnelling();
        var parsed = FtpProxy.Parse(proxy.Url("http", "me:pr0xy-S3cret%40@"));
        await using var client = await peer.ConnectAsync(options => options with { Proxy = parsed, Timeline = timeline, Logger = logger });

        await client.GetAsync();

        var login = Convert.ToBase64String("me:pr0xy-S3cret@"u8);
        Assert.All(proxy.Connections, connection =>
            Assert.Contains($"\r\nProxy-Authorization: Basic {login}\r\n", Words(connection), StringComparison.Ordinal));
        Assert.DoesNotContain("S3cret", parsed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", string.Join('\n', timeline.Events), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", logger.Text, StringComparison.Ordinal);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", FtpConnectionFailure.Proxy, "login")]
    [InlineData("HTTP/1.1 403 Filtered\r\nContent-Length: 3\r\n\r\nno.", FtpConnectionFailure.Proxy, "403 Filtered")]
    [InlineData("HTTP/1.0 405 Not \u001b[31mhere\r\n\r\n", FtpConnectionFailure.Proxy, "\\x1b")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n", FtpConnectionFailure.Proxy, "302")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", FtpConnectionFailure.Proxy, "100")]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", FtpConnectionFailure.Unreachable, "502")]
    [InlineData("HTTP/1.1 503 Busy\r\n\r\n", FtpConnectionFailure.Unreachable, "503")]
    [InlineData("HTTP/1.1 504 Late\r\n\r\n", FtpConnectionFailure.Timeout, "504")]
    [InlineData("220 I am an FTP server.\r\n", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("HTTP/2 200 Fine\r\n\r\n", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("HTTP/1.1 2000 Fine\r\n\r\n", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("HTTP/1.1 20\r\n\r\n", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("\r\n\r\n", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("HTTP/1.1 200 Fi", FtpConnectionFailure.Closed, "closed the connection")]
    [InlineData("", FtpConnectionFailure.Closed, "closed the connection")]
    public async Task Answer_other_than_a_tunnel_is_explained(string answer, FtpConnectionFailure failure, string words)
    {
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            await connection.SendAsync(answer);
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync(proxy));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.Equal(failure != FtpConnectionFailure.Proxy, error.IsTransient);
        Assert.Single(proxy.Connections);
    }

    [Fact]
    public async Task Header_without_end_is_given_up_after_sixteen_kibibytes()
    {
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            await connection.SendAsync("HTTP/1.1 200 Fine\r\n");
            while (true) await connection.SendAsync("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync(proxy));

        Assert.Equal(FtpConnectionFailure.Proxy, error.Failure);
        Assert.Contains("16 KiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_proxy_is_waited_for_no_longer_than_the_limit()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            asked.SetResult();
            await connection.StaySilentAsync();
        });

        var clock = new TestClock();
        var connecting = ConnectAsync(proxy, clock);
        await asked.Task.WaitAsync(HangGuard, Stop); // connected: what ends is the wait for the answer
        await clock.PassUntilAsync(connecting, ConnectTimeout);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => connecting);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
        Assert.Contains("did not connect to ftp.example.org port 2121", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_data_tunnel_leaves_the_session_usable()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var count = 0;
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadHeaderAsync();
            if (Interlocked.Increment(ref count) == 1) await connection.TunnelAsync(peer.Port, Encoding.ASCII.GetBytes(Established));
            else await connection.SendAsync("HTTP/1.1 403 Port not allowed\r\n\r\n");
        });
        await using var client = await peer.ConnectAsync(options => options with { Proxy = FtpProxy.Parse(proxy.Url("http")) });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => client.GetAsync());

        Assert.Equal(FtpConnectionFailure.Proxy, error.Failure);
        Assert.Equal(2, count); // what the proxy forbids, another port does not change
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    private static ScriptedFtpPeer Serving() => ScriptedFtpPeer.Start(async session =>
    {
        await session.BeginUntilAsync("RETR");
        await session.SendAsync("150 Here it comes.");
        await session.SendDataAsync("content");
        await session.SendAsync("226 Done.");
        await session.AnswerToTheEndAsync();
    });

    private static ScriptedProxy Tunnelling() => ScriptedProxy.Start(async connection =>
    {
        var request = await connection.ReadHeaderAsync();
        await connection.TunnelAsync(int.Parse(request.Split(' ')[1].Split(':')[^1], null), Encoding.ASCII.GetBytes(Established));
    });

    private static Task<FtpClient> ConnectAsync(ScriptedProxy proxy, TimeProvider? time = null) => FtpClient.ConnectAsync(
        new FtpClientOptions
        {
            Host = "ftp.example.org",
            Port = 2121,
            Proxy = FtpProxy.Parse(proxy.Url("http", "me:S3cret@")),
            ConnectTimeout = ConnectTimeout,
            TimeProvider = time ?? TimeProvider.System,
        },
        Stop);

    private static string Words(ScriptedProxyConnection connection) => Encoding.Latin1.GetString([.. connection.Heard]);
}
