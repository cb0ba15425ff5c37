using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Proxies by their URLs, and the kind that speaks FTP itself.</summary>
public sealed class FtpProxyTests
{
    [Theory]
    [InlineData("http://proxy.example", "http://proxy.example:8080")]
    [InlineData("HTTP://proxy.example:3128/", "http://proxy.example:3128")]
    [InlineData("socks5://10.0.0.1", "socks5://10.0.0.1:1080")]
    [InlineData("socks5h://[::1]:9050", "socks5://[::1]:9050")]
    [InlineData("socks://p:1", "socks5://p:1")]
    [InlineData("socks4a://me@p", "socks4a://me@p:1080")]
    [InlineData("ftp://me:secret@p", "ftp://me@p:21")]
    [InlineData("http://a%40b:secret@p:80", "http://a%40b@p:80")]
    public void Url_is_read_and_shown_without_its_password(string text, string shown)
    {
        Assert.True(FtpProxy.TryParse(text, out var proxy));
        Assert.Equal(shown, proxy.ToString());
        Assert.Equal(proxy.WithLogin(null), FtpProxy.Parse(shown).WithLogin(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("proxy.example:8080")]
    [InlineData("https://p:443")]
    [InlineData("socks4://p")]
    [InlineData("http://")]
    [InlineData("http://p:0")]
    [InlineData("http://p:65536")]
    [InlineData("http://p/path")]
    [InlineData("http://:S3cret@p")]
    [InlineData("http://a%3Ab:S3cret@p")]
    [InlineData("http://me:S3cret%0D%0AX:@p")]
    [InlineData("socks4a://me:S3cret@p")]
    [InlineData("http://p\r\nX: y")]
    [InlineData("http://-p")]
    public void Text_that_is_no_proxy_is_refused_without_repeating_a_password(string text)
    {
        Assert.False(FtpProxy.TryParse(text, out _));
        Assert.DoesNotContain("S3cret", Assert.Throws<FormatException>(() => FtpProxy.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Login_that_does_not_fit_the_kind_is_refused()
    {
        var socks = FtpProxy.Parse("socks5://p");

        Assert.Equal("me", socks.WithLogin("me", new string('x', 255)).User);
        Assert.Throws<ArgumentException>(() => socks.WithLogin("me", new string('x', 256)));
        Assert.Throws<ArgumentException>(() => socks.WithLogin(null, "x"));
        Assert.Throws<ArgumentException>(() => FtpProxy.Parse("socks4a://p").WithLogin("me", "x"));
        Assert.Throws<ArgumentException>(() => FtpProxy.Parse("http://p").WithLogin("a:b", "x"));
    }

    [Theory]
    [InlineData("ftp.example.org", null, "joe@ftp.example.org")]
    [InlineData("ftp.example.org", 21, "joe@ftp.example.org")]
    [InlineData("ftp.example.org", 2121, "joe@ftp.example.org:2121")]
    [InlineData("2001:db8::1", 2121, "joe@[2001:db8::1]:2121")]
    public async Task Proxy_that_speaks_ftp_hears_the_server_in_the_user_name(string host, int? port, string user)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.ExpectAsync("USER me", "331 Whose proxy?");
            await session.ExpectAsync("PASS pr0xy", "230 Yours.");
            await session.ExpectAsync($"USER {user}", "331 Password, please.");
            await session.ExpectAsync($"PASS {Secret}", "230 Welcome.");
            await session.AnswerUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            await session.SendDataAsync("content");
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });

        // The certificate names the proxy, which is where TLS ends.
        await using var client = await peer.ConnectAsync(options => options with
        {
            Host = host,
            Port = port,
            Proxy = FtpProxy.Parse($"ftp://me:pr0xy@127.0.0.1:{peer.Port}"),
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Fact]
    public async Task Proxys_refusal_of_its_own_login_is_told_apart_from_the_servers()
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginExplicitAsync();
            await session.ExpectAsync("USER me", "331 Whose proxy?");
            await session.ExpectAsync("PASS wr0ng", "530 Not yours.");
            await session.ExpectEndAsync();
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => peer.ConnectAsync(options => options with
        {
            Host = "ftp.example.org",
            Proxy = FtpProxy.Parse($"ftp://me:wr0ng@127.0.0.1:{peer.Port}"),
        }));

        Assert.Equal((FtpConnectionFailure.Proxy, 530), (error.Failure, error.Reply?.Code));
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
        await peer.Completion;
    }

    [Fact]
    public async Task Certificate_of_the_server_does_not_vouch_for_a_proxy_that_speaks_ftp()
    {
        using var certificates = new TestCertificates();
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.SendAsync("220 Scripted.");
            await session.ExpectAsync("AUTH TLS", "234 Go ahead.");
            await session.ExpectHandshakeFailureAsync();
        }, new ScriptedPeerOptions { Certificate = certificates.IssueServer("ftp.example.org") });

        var error = await Assert.ThrowsAsync<FtpTlsException>(() => peer.ConnectAsync(options => options with
        {
            Host = "ftp.example.org",
            Proxy = FtpProxy.Parse($"ftp://127.0.0.1:{peer.Port}"),
        }));

        Assert.Equal(TlsFailure.NotTrusted, error.Failure);
        await peer.AssertNoLoginAsync();
    }
}
