using System.Security.Authentication;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>Active mode with every server: the server dials in, this side stays the TLS client and resumes its session.</summary>
public sealed class ActiveModeTests(PeerServers peers)
{
    private static readonly int[] Sizes = [0, 1, 300_000];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ClientRows.Everywhere), MemberType = typeof(ClientRows))]
    public async Task Files_go_there_and_come_back_over_connections_that_the_server_opens(
        string name, string host, TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(name);
        Assert.SkipUnless(peer.Hosts.Contains(host, StringComparer.Ordinal), $"{name} does not listen on {host} here");
        var timeline = new SessionTimeline();
        var options = ClientWork.Options(peer, host, version, backend) with { DataMode = FtpDataMode.Active, Timeline = timeline };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();
        var files = Sizes.ToDictionary(size => directory.Append($"file-{size}"), RandomNumberGenerator.GetBytes);

        foreach (var (path, content) in files) await client.PutAsync(path, content);
        var entries = await client.EntriesAsync(directory);
        foreach (var (path, content) in files)
        {
            Assert.Equal(content, await File.ReadAllBytesAsync(peer.OnDisk(path), Stop));
            Assert.Equal(content, await client.GetAsync(path));
        }

        Assert.Equal(Sizes.Order(), entries.Select(entry => (int)entry.Size!).Order());
        client.AssertResumed(peer, atLeast: (2 * Sizes.Length) + 1);
        Assert.DoesNotContain(Verbs(timeline), verb => verb is "EPSV" or "PASV");
        await client.QuitAsync(Stop);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Ports_come_from_the_range_and_the_session_outlives_a_refused_file(string name)
    {
        var peer = peers.Require(name);
        var timeline = new SessionTimeline();
        var ports = new PortRange(40_000 + (peer.Port % 97 * 10), 40_009 + (peer.Port % 97 * 10));
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            DataMode = FtpDataMode.Active,
            ActivePorts = ports,
            Timeline = timeline,
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);
        var directory = await client.MakeDirectoryAsync();

        await client.PutAsync(directory.Append("a"), [1, 2, 3]);
        var missing = await Assert.ThrowsAsync<FtpReplyException>(() => client.GetAsync(directory.Append("missing")));
        Assert.Equal([1, 2, 3], await client.GetAsync(directory.Append("a")));

        Assert.Equal(550, missing.Reply.Code);
        var announced = timeline.Events.OfType<CommandSent>().Where(sent => sent.Command.Verb == "PORT").ToList();
        Assert.Equal(3, announced.Count);
        Assert.All(announced, sent =>
        {
            var numbers = sent.Command.Argument!.Split(',').Select(int.Parse).ToArray();
            Assert.InRange((numbers[4] << 8) | numbers[5], ports.First, ports.Last);
        });
        await client.QuitAsync(Stop);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Address_of_somebody_else_is_refused_by_the_server_and_the_session_lives(string name)
    {
        var peer = peers.Require(name);
        var options = ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl) with
        {
            DataMode = FtpDataMode.Active,
            ActiveAddress = System.Net.IPAddress.Parse("192.0.2.7"),
        };
        await using var client = await FtpClient.ConnectAsync(options, Stop);

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => client.EntriesAsync(FtpPath.Home));

        Assert.True(error.Command.Verb is "PORT" or "EPRT");
        Assert.NotNull(error.Hint);
        await client.PingAsync(Stop);
        await client.QuitAsync(Stop);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Every_server_takes_eprt_for_ipv4_as_well_as_port(string name)
    {
        var peer = peers.Require(name);
        using var line = await ControlLine.ConnectAsync("127.0.0.1", peer.Port, Stop);
        await line.AskAsync(null, Stop);
        await line.AskAsync("AUTH TLS", Stop);
        await line.StartTlsAsync("127.0.0.1", peer.Ca, SslProtocols.Tls13, certificate: null, Stop);
        await line.AskAsync("USER " + peer.User, Stop);
        Assert.StartsWith("230", await line.AskAsync("PASS " + peer.Password, Stop), StringComparison.Ordinal);

        Assert.StartsWith("200", await line.AskAsync("EPRT |1|127.0.0.1|40000|", Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("PORT 127,0,0,1,156,64", Stop), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Verbs(SessionTimeline timeline) =>
        timeline.Events.OfType<CommandSent>().Select(sent => sent.Command.Verb);
}
