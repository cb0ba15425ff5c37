using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
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
    [InlineData(PeerNames.VsftpdOpen)]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.ProftpdImplicit)]
    [InlineData(PeerNames.ProftpdTls12)]
    [InlineData(PeerNames.ProftpdTls13)]
    [InlineData(PeerNames.ProftpdOpen)]
    [InlineData(PeerNames.ProftpdOpen2)]
    [InlineData(PeerNames.Pureftpd)]
    [InlineData(PeerNames.PureftpdTls12)]
    [InlineData(PeerNames.PureftpdTls13)]
    [InlineData(PeerNames.Pyftpdlib)]
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

    [Theory]
    [InlineData(PeerNames.VsftpdCert)]
    [InlineData(PeerNames.ProftpdCert)]
    [InlineData(PeerNames.PureftpdCert)]
    public async Task Peer_that_demands_a_certificate_takes_its_authoritys_and_no_other(string name)
    {
        Peer peer = peers.Require(name);

        foreach ((_, SslProtocols protocol) in Versions)
        {
            using (ControlLine line = await SecureAsync(peer, "localhost", protocol, "client"))
            {
                await line.AskAsync("USER " + peer.User, Stop);
                Assert.StartsWith("230", await line.AskAsync("PASS " + peer.Password, Stop), StringComparison.Ordinal);
            }

            foreach (string? other in (string?[])[null, "stranger"])
            {
                // TLS 1.3 (RFC 8446 section 4.4.2.4): the refusal comes after the client's handshake is over.
                Exception error = await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    using ControlLine line = await SecureAsync(peer, "localhost", protocol, other);
                    await line.AskAsync("USER " + peer.User, Stop);
                });
                Assert.True(error is AuthenticationException or IOException, error.ToString());
            }
        }
    }

    [Theory]
    [InlineData(PeerNames.ProftpdOpen)]
    [InlineData(PeerNames.ProftpdOpen2)]
    public async Task Open_proftpd_has_a_second_host_clear_data_and_the_way_back_to_a_clear_control_channel(string name)
    {
        Peer peer = peers.Require(name);
        using ControlLine line = await ControlLine.ConnectAsync("localhost", peer.Port, Stop);
        await line.AskAsync(null, Stop);

        Assert.StartsWith("504", await line.AskAsync("HOST nobody.example", Stop), StringComparison.Ordinal);
        Assert.StartsWith("220", await line.AskAsync("HOST archive.localhost", Stop), StringComparison.Ordinal);
        Assert.StartsWith("234", await line.AskAsync("AUTH TLS", Stop), StringComparison.Ordinal);
        await line.StartTlsAsync("archive.localhost", peer.Ca, SslProtocols.Tls13, certificate: null, Stop);
        await line.AskAsync("USER " + peer.User, Stop);
        Assert.StartsWith("230", await line.AskAsync("PASS " + peer.Password, Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("PBSZ 0", Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("PROT C", Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("SSCN ON", Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("MODE Z", Stop), StringComparison.Ordinal);
        Assert.StartsWith("257", await line.AskAsync("MKD here", Stop), StringComparison.Ordinal);
        Assert.True(Directory.Exists(peer.Home + "-archive/here"));
        Assert.StartsWith("250", await line.AskAsync("RMD here", Stop), StringComparison.Ordinal);
        Assert.StartsWith("200", await line.AskAsync("CCC", Stop), StringComparison.Ordinal);
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

    private static async Task<ControlLine> SecureAsync(Peer peer, string host, SslProtocols versions, string? certificate = null)
    {
        using X509Certificate2? own = certificate is null
            ? null
            : X509Certificate2.CreateFromPemFile(
                Path.Combine(peer.ClientCertificates, certificate + ".pem"), Path.Combine(peer.ClientCertificates, certificate + ".key"));
        ControlLine line = await ControlLine.ConnectAsync(host, peer.Port, Stop);
        try
        {
            if (peer.Mode == PeerMode.Explicit)
            {
                Assert.StartsWith("220", await line.AskAsync(null, Stop), StringComparison.Ordinal);
                Assert.StartsWith("234", await line.AskAsync("AUTH TLS", Stop), StringComparison.Ordinal);
            }

            await line.StartTlsAsync(host, peer.Ca, versions, own, Stop);
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
