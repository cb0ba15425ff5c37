using System.Buffers.Binary;
using System.Text;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>SOCKS 5 (RFC 1928, RFC 1929) and SOCKS 4a: what is sent, byte for byte, and what hostile answers do.</summary>
public sealed class SocksProxyTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);

    private static readonly byte[] Granted4 = [0, 90, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData("05 00 00 01 7F 00 00 01 00 50")]
    [InlineData("05 00 00 03 03 61 62 63 00 50")]
    [InlineData("05 00 00 03 00 00 50")]
    [InlineData("05 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 50")]
    public async Task Session_and_its_data_connections_go_through_socks5_whatever_address_it_names(string granted)
    {
        await using var peer = Serving();
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            Assert.Equal([5, 1, 0], await connection.ReadAsync(3));
            await connection.SendAsync(new byte[] { 5, 0 }, apart: true);
            var head = await connection.ReadAsync(5);
            Assert.Equal([5, 1, 0, 3, 9], head); // the name goes to the proxy, which resolves it
            Assert.Equal("localhost"u8.ToArray(), await connection.ReadAsync(9));
            var port = BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadAsync(2));
            await connection.TunnelAsync(port, Bytes(granted), withGreeting: port == peer.Port, apart: true);
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            Host = "localhost",
            Proxy = FtpProxy.Parse(proxy.Url("socks5")),
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
        Assert.Equal(2, proxy.Connections.Count);
        Assert.All(proxy.Connections, connection => Assert.True(connection.Ending is null or IOException or OperationCanceledException));
    }

    [Fact]
    public async Task Name_and_password_go_to_the_proxy_that_asks_for_them()
    {
        await using var peer = Serving();
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            Assert.Equal([5, 2, 0, 2], await connection.ReadAsync(4));
            await connection.SendAsync(new byte[] { 5, 2 });
            Assert.Equal([1, 2, (byte)'m', (byte)'e', 4, (byte)'p', (byte)':', (byte)'w', (byte)'@'], await connection.ReadAsync(9));
            await connection.SendAsync(new byte[] { 1, 0 });
            Assert.Equal([5, 1, 0, 1, 127, 0, 0, 1], await connection.ReadAsync(8)); // an address is sent as one
            var port = BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadAsync(2));
            await connection.TunnelAsync(port, new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            Proxy = FtpProxy.Parse(proxy.Url("socks5", "me:p%3Aw%40@")),
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("me")]
    [InlineData("")]
    public async Task Session_and_its_data_connections_go_through_socks4a(string user)
    {
        await using var peer = Serving();
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            Assert.Equal([4, 1], await connection.ReadAsync(2));
            var port = BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadAsync(2));
            Assert.Equal([0, 0, 0, 1], await connection.ReadAsync(4));
            Assert.Equal($"{user}\0localhost\0", Encoding.ASCII.GetString(await connection.ReadAsync(user.Length + 11)));
            await connection.TunnelAsync(port, Granted4, withGreeting: port == peer.Port, apart: true);
        });
        await using var client = await peer.ConnectAsync(options => options with
        {
            Host = "localhost",
            Proxy = FtpProxy.Parse(proxy.Url("socks4a", user.Length > 0 ? user + "@" : "")),
        });

        Assert.Equal("content"u8.ToArray(), await client.GetAsync());

        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData("05 FF", FtpConnectionFailure.Proxy, "login")]
    [InlineData("05 01", FtpConnectionFailure.Proxy, "was not offered")]
    [InlineData("04 00", FtpConnectionFailure.Proxy, "version 4")]
    [InlineData("48 54", FtpConnectionFailure.Proxy, "no proxy of this kind")]
    [InlineData("05", FtpConnectionFailure.Closed, "closed")]
    [InlineData("", FtpConnectionFailure.Closed, "closed")]
    [InlineData("05 02 01 01", FtpConnectionFailure.Proxy, "user or password")]
    [InlineData("05 02 05 FF", FtpConnectionFailure.Proxy, "user or password")]
    [InlineData("05 00 05 01 00 01", FtpConnectionFailure.Proxy, "failure 1")]
    [InlineData("05 00 05 02 00 01", FtpConnectionFailure.Proxy, "not allowed by its rules")]
    [InlineData("05 00 05 03 00 01", FtpConnectionFailure.Unreachable, "network")]
    [InlineData("05 00 05 04 00 01", FtpConnectionFailure.Unreachable, "host")]
    [InlineData("05 00 05 05 00 01", FtpConnectionFailure.Refused, "refused")]
    [InlineData("05 00 05 06 00 01", FtpConnectionFailure.Timeout, "time")]
    [InlineData("05 00 05 07 00 01", FtpConnectionFailure.Proxy, "does not connect")]
    [InlineData("05 00 05 08 00 01", FtpConnectionFailure.Proxy, "kind of address")]
    [InlineData("05 00 05 C8 00 01", FtpConnectionFailure.Proxy, "failure 200")]
    [InlineData("05 00 05 00 00 02", FtpConnectionFailure.Proxy, "address of kind 2")]
    [InlineData("05 00 04 00 00 01", FtpConnectionFailure.Proxy, "version 4")]
    [InlineData("05 00 05 00 00 03 FF 61", FtpConnectionFailure.Closed, "closed")]
    public async Task Socks5_answer_other_than_a_tunnel_is_explained(string answer, FtpConnectionFailure failure, string words) =>
        await AssertRefusedAsync("socks5", "me:S3cret@", answer, failure, words);

    [Theory]
    [InlineData("00 5B 00 00 00 00 00 00", FtpConnectionFailure.Proxy, "rejected")]
    [InlineData("00 5D 00 00 00 00 00 00", FtpConnectionFailure.Proxy, "user")]
    [InlineData("00 00 00 00 00 00 00 00", FtpConnectionFailure.Proxy, "code 0")]
    [InlineData("04 5A 00 00 00 00 00 00", FtpConnectionFailure.Proxy, "version 4")]
    [InlineData("05 FF 00 00 00 00 00 00", FtpConnectionFailure.Proxy, "version 5")]
    [InlineData("00 5A 00 00", FtpConnectionFailure.Closed, "closed")]
    public async Task Socks4a_answer_other_than_a_tunnel_is_explained(string answer, FtpConnectionFailure failure, string words) =>
        await AssertRefusedAsync("socks4a", "me@", answer, failure, words);

    [Fact]
    public async Task Socks4a_is_not_asked_for_an_ipv6_address()
    {
        await using var proxy = ScriptedProxy.Start(connection => connection.StaySilentAsync());

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => FtpClient.ConnectAsync(
            new FtpClientOptions { Host = "2001:db8::1", Proxy = FtpProxy.Parse(proxy.Url("socks4a")) }, Stop));

        Assert.Contains("IPv6", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks5")]
    [InlineData("socks4a")]
    public async Task Silent_proxy_is_waited_for_no_longer_than_the_limit(string scheme)
    {
        await using var proxy = ScriptedProxy.Start(connection => connection.StaySilentAsync());

        var clock = new TestClock();
        var connecting = ConnectAsync(proxy.Url(scheme), clock);
        await clock.PassUntilAsync(connecting, ConnectTimeout);
        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => connecting);

        Assert.Equal(FtpConnectionFailure.Timeout, error.Failure);
    }

    [Fact]
    public async Task Proxy_that_is_not_there_is_named_as_the_one_that_refuses()
    {
        using var dead = new DeadPort();

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync($"socks5://127.0.0.1:{dead.Port}"));

        Assert.Equal(FtpConnectionFailure.Refused, error.Failure);
        Assert.Equal($"The proxy 127.0.0.1 port {dead.Port} refuses connections.", error.Message);
    }

    private static async Task AssertRefusedAsync(
        string scheme, string login, string answer, FtpConnectionFailure failure, string words)
    {
        await using var proxy = ScriptedProxy.Start(async connection =>
        {
            await connection.ReadAsync(4);
            await connection.SendAsync(Bytes(answer), apart: true);
        });

        var error = await Assert.ThrowsAsync<FtpConnectionException>(() => ConnectAsync(proxy.Url(scheme, login)));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{proxy.Port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal));

    private static ScriptedFtpPeer Serving() => ScriptedFtpPeer.Start(async session =>
    {
        await session.BeginUntilAsync("RETR");
        await session.SendAsync("150 Here it comes.");
        await session.SendDataAsync("content");
        await session.SendAsync("226 Done.");
        await session.AnswerToTheEndAsync();
    });

    private static Task<FtpClient> ConnectAsync(string proxy, TimeProvider? time = null) => FtpClient.ConnectAsync(
        new FtpClientOptions
        {
            Host = "ftp.example.org",
            Port = 2121,
            Proxy = FtpProxy.Parse(proxy),
            ConnectTimeout = ConnectTimeout,
            TimeProvider = time ?? TimeProvider.System,
        },
        Stop);
}
