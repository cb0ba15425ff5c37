using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>Real proxies before real servers: control and data go through, and TLS runs from end to end.</summary>
public sealed class ProxyTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, TlsVersion> Rows
    {
        get
        {
            TheoryData<string, string, string, TlsVersion> rows = [];
            foreach (var peer in new[] { PeerNames.Vsftpd, PeerNames.VsftpdImplicit, PeerNames.Proftpd, PeerNames.Pureftpd })
            {
                rows.Add("microsocks", peer, "localhost", TlsVersion.Tls13);
                rows.Add("dante socks5", peer, "127.0.0.1", TlsVersion.Tls12);
                rows.Add("dante socks4", peer, "127.0.0.1", TlsVersion.Tls13);
                rows.Add("tinyproxy", peer, "localhost", TlsVersion.Tls13);
                rows.Add("tinyproxy", peer, "127.0.0.1", TlsVersion.Tls12);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Files_go_there_and_come_back_through_the_proxy(string kind, string name, string host, TlsVersion version)
    {
        var peer = peers.Require(name);
        var timeline = new SessionTimeline();
        await using var running = await StartAsync(kind);
        var options = ClientWork.Options(peer, host, version, TlsBackend.OpenSsl) with
        {
            Proxy = Describe(kind, running),
            Timeline = timeline,
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);

        await client.PutAsync(directory.Append("large"), content);
        await client.PutAsync(directory.Append("empty"), []);
        var entries = await client.EntriesAsync(directory);

        Assert.Equal(["empty", "large"], entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(directory.Append("large")), Stop));
        Assert.Equal(content, await client.GetAsync(directory.Append("large")));
        Assert.Empty(await client.GetAsync(directory.Append("empty")));
        client.AssertResumed(peer, atLeast: 5);
        Assert.All(timeline.Events.OfType<ConnectionOpened>(), opened =>
            Assert.EndsWith($":{running.Port}", opened.Peer, StringComparison.Ordinal));
        await client.QuitAsync(Stop);
    }

    [Theory]
    [InlineData(PeerNames.Pureftpd, FtpDataMode.Passive)]
    [InlineData(PeerNames.Pureftpd, FtpDataMode.Active)]
    [InlineData(PeerNames.Proftpd, FtpDataMode.Passive)]
    public async Task Files_go_there_and_come_back_through_a_proxy_that_speaks_ftp(string name, FtpDataMode mode)
    {
        var peer = peers.Require(name);
        await using var running = await RealProxy.StartModProxyAsync(peer);
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            Proxy = FtpProxy.Parse($"ftp://localhost:{running.Port}"),
            DataMode = mode,
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();
        var content = RandomNumberGenerator.GetBytes(300_000);

        await client.PutAsync(directory.Append("large"), content);

        Assert.Equal("large", Assert.Single(await client.EntriesAsync(directory)).Name);
        Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(directory.Append("large")), Stop));
        Assert.Equal(content, await client.GetAsync(directory.Append("large")));
        await client.QuitAsync(Stop);
    }

    [Theory]
    [InlineData("microsocks")]
    [InlineData("tinyproxy")]
    public async Task Wrong_password_of_the_proxy_is_told_from_the_servers(string kind)
    {
        var peer = peers.Require(PeerNames.Vsftpd);
        await using var running = await StartAsync(kind);
        var proxy = Describe(kind, running).WithLogin(RealProxy.User, "wr0ng");
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with { Proxy = proxy };

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(options, Stop));

        // tinyproxy does not say 407 but 401 to a wrong password: a refusal all the same.
        Assert.Equal(FtpConnectionFailure.Proxy, error.Failure);
        Assert.Contains($"127.0.0.1:{running.Port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("microsocks")]
    [InlineData("dante socks5")]
    [InlineData("dante socks4")]
    [InlineData("tinyproxy")]
    public async Task Server_that_is_not_there_is_told_by_the_proxy(string kind)
    {
        peers.Require(PeerNames.Vsftpd);
        await using var running = await StartAsync(kind);
        var options = new FtpClientOptions { Host = "127.0.0.1", Port = 9, Proxy = Describe(kind, running) };

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(options, Stop));

        Assert.Contains("127.0.0.1 port 9", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    private static Task<RealProxy> StartAsync(string kind) => kind switch
    {
        "microsocks" => RealProxy.StartMicrosocksAsync(),
        "tinyproxy" => RealProxy.StartTinyproxyAsync(),
        _ => RealProxy.StartDanteAsync(),
    };

    private static FtpProxy Describe(string kind, RealProxy running) => kind switch
    {
        "microsocks" => FtpProxy.Parse($"socks5://{RealProxy.User}:{RealProxy.Password}@127.0.0.1:{running.Port}"),
        "tinyproxy" => FtpProxy.Parse($"http://{RealProxy.User}:{RealProxy.Password}@127.0.0.1:{running.Port}"),
        "dante socks4" => FtpProxy.Parse($"socks4a://127.0.0.1:{running.Port}"),
        _ => FtpProxy.Parse($"socks5://127.0.0.1:{running.Port}"),
    };
}
