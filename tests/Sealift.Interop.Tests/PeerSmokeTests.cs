using System.Security.Authentication;
using Sealift.TestKit;

namespace Sealift.Interop.Tests;

/// <summary>Proves the fixture: every real server is there, greets, speaks the TLS it should and knows the user.</summary>
public sealed class PeerSmokeTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.VsftpdImplicit)]
    [InlineData(PeerNames.VsftpdTls12)]
    [InlineData(PeerNames.VsftpdTls13)]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.ProftpdImplicit)]
    [InlineData(PeerNames.ProftpdTls12)]
    [InlineData(PeerNames.ProftpdTls13)]
    [InlineData(PeerNames.Pureftpd)]
    [InlineData(PeerNames.PureftpdTls12)]
    [InlineData(PeerNames.PureftpdTls13)]
    public async Task Peer_speaks_its_tls_versions_on_every_address_and_knows_the_user(string name)
    {
        Peer peer = peers.Require(name);

        foreach (string host in peer.Hosts)
        {
            foreach ((string version, SslProtocols protocol) in Versions)
            {
                if (!peer.Speaks(version))
                    continue;

                using ControlLine line = await SecureAsync(peer, host, protocol);

                Assert.Equal(protocol, line.Tls.SslProtocol);
                Assert.StartsWith("331", await line.AskAsync("USER " + peer.User, Stop), StringComparison.Ordinal);
                Assert.StartsWith("230", await line.AskAsync("PASS " + peer.Password, Stop), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(PeerNames.VsftpdTls12, "1.3")]
    [InlineData(PeerNames.VsftpdTls13, "1.2")]
    [InlineData(PeerNames.ProftpdTls12, "1.3")]
    [InlineData(PeerNames.ProftpdTls13, "1.2")]
    [InlineData(PeerNames.PureftpdTls12, "1.3")]
    [InlineData(PeerNames.PureftpdTls13, "1.2")]
    public async Task Peer_that_is_pinned_to_one_version_refuses_the_other(string name, string version)
    {
        Peer peer = peers.Require(name);
        SslProtocols protocol = Versions.Single(candidate => candidate.Name == version).Protocol;

        await Assert.ThrowsAsync<AuthenticationException>(() => SecureAsync(peer, "localhost", protocol));
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Proftpd)]
    public async Task Wrong_password_is_refused_so_the_right_one_means_something(string name)
    {
        Peer peer = peers.Require(name);
        using ControlLine line = await SecureAsync(peer, "localhost", SslProtocols.Tls13);

        await line.AskAsync("USER " + peer.User, Stop);

        Assert.StartsWith("530", await line.AskAsync("PASS not-" + peer.Password, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_peer_greets_and_refuses_auth_tls()
    {
        Peer peer = peers.Require(PeerNames.ProftpdPlain);
        using ControlLine line = await ControlLine.ConnectAsync("localhost", peer.Port, Stop);

        Assert.StartsWith("220", await line.AskAsync(null, Stop), StringComparison.Ordinal);
        Assert.StartsWith("5", await line.AskAsync("AUTH TLS", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_code_are_the_instances_that_the_script_starts()
    {
        peers.Require(PeerNames.Vsftpd);
        IEnumerable<string?> names = typeof(PeerNames).GetFields().Select(field => (string?)field.GetRawConstantValue());

        Assert.Equal(names.Order(StringComparer.Ordinal), peers.All.Select(peer => peer.Name).Order(StringComparer.Ordinal));
    }

    private static (string Name, SslProtocols Protocol)[] Versions => [("1.2", SslProtocols.Tls12), ("1.3", SslProtocols.Tls13)];

    private static async Task<ControlLine> SecureAsync(Peer peer, string host, SslProtocols versions)
    {
        ControlLine line = await ControlLine.ConnectAsync(host, peer.Port, Stop);
        try
        {
            if (peer.Mode == PeerMode.Explicit)
            {
                Assert.StartsWith("220", await line.AskAsync(null, Stop), StringComparison.Ordinal);
                Assert.StartsWith("234", await line.AskAsync("AUTH TLS", Stop), StringComparison.Ordinal);
            }

            await line.StartTlsAsync(host, peer.Ca, versions, Stop);
            if (peer.Mode == PeerMode.Implicit)
                Assert.StartsWith("220", await line.AskAsync(null, Stop), StringComparison.Ordinal);
            return line;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }
}
