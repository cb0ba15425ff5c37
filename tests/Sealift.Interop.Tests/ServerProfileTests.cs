using System.Security.Authentication;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>Profiles and the real servers: each is recognised, and what its rules say is true of it.</summary>
public sealed class ServerProfileTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PeerNames.Vsftpd, "vsftpd")]
    [InlineData(PeerNames.Proftpd, "proftpd")]
    [InlineData(PeerNames.Pureftpd, "pureftpd")]
    [InlineData(PeerNames.Pyftpdlib, "pyftpdlib")]
    public async Task Real_server_is_recognised_and_serves_a_visit(string name, string id)
    {
        await using var client = await ClientWork.ConnectAsync(peers.Require(name));
        var directory = await client.MakeDirectoryAsync();
        var file = directory.Append(".hidden");

        await client.PutAsync(file, "seen"u8.ToArray());
        var entries = await client.EntriesAsync(directory);

        Assert.Equal(id, client.Profile.Profile.Id);
        Assert.Contains(".hidden", entries.Select(entry => entry.Name));
        Assert.Equal("seen", Encoding.UTF8.GetString(await client.GetAsync(file)));
        Assert.True(await client.DeleteFileAsync(file, Stop));
        Assert.True(await client.DeleteDirectoryAsync(directory, Stop));
        await client.QuitAsync(Stop);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Pureftpd)]
    [InlineData(PeerNames.Pyftpdlib)]
    public async Task Syst_in_the_login_flight_is_answered_in_its_turn(string name)
    {
        var peer = peers.Require(name);
        using var line = await ControlLine.ConnectAsync("localhost", peer.Port, Stop);
        await line.AskAsync(null, Stop);
        await line.AskAsync("AUTH TLS", Stop);
        await line.StartTlsAsync("localhost", peer.Ca, SslProtocols.Tls13, certificate: null, Stop);
        string[] commands = [$"USER {peer.User}", $"PASS {peer.Password}", "PBSZ 0", "PROT P", "FEAT", "SYST", "OPTS UTF8 ON", "TYPE I", "EPSV"];

        await line.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(commands.Select(command => command + "\r\n"))), Stop);

        List<string> codes = [];
        foreach (var _ in commands) codes.Add((await line.AskAsync(null, Stop))[..3]);
        Assert.Equal(["331", "230", "200", "200", "211", "215"], codes[..6]);
        Assert.Equal(["200", "229"], codes[7..]);
    }
}
