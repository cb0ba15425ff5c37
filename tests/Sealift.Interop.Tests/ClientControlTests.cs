using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests;

/// <summary>Ways to begin, loosen and end the protection of a session, with real servers.</summary>
public sealed class ClientControlTests(PeerServers peers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Server, mechanism, whether the server knows it.</summary>
    public static TheoryData<string, FtpAuthMechanism, bool> Mechanisms => new()
    {
        { PeerNames.Vsftpd, FtpAuthMechanism.Ssl, true },
        { PeerNames.Vsftpd, FtpAuthMechanism.TlsP, true },
        { PeerNames.Vsftpd, FtpAuthMechanism.TlsC, true },
        { PeerNames.Proftpd, FtpAuthMechanism.Ssl, true },
        { PeerNames.Proftpd, FtpAuthMechanism.TlsP, true },
        { PeerNames.Proftpd, FtpAuthMechanism.TlsC, true },
        { PeerNames.Pureftpd, FtpAuthMechanism.Ssl, false },
        { PeerNames.Pureftpd, FtpAuthMechanism.TlsP, false },
        { PeerNames.Pureftpd, FtpAuthMechanism.TlsC, false },
        { PeerNames.Pyftpdlib, FtpAuthMechanism.Ssl, true },
        { PeerNames.Pyftpdlib, FtpAuthMechanism.TlsP, true },
        { PeerNames.Pyftpdlib, FtpAuthMechanism.TlsC, true },
    };

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public async Task Session_begins_with_the_mechanisms_that_the_server_knows_and_data_is_encrypted(
        string server, FtpAuthMechanism mechanism, bool isKnown)
    {
        var peer = peers.Require(server);
        var options = Options(peer) with { AuthMechanisms = [mechanism] };
        if (!isKnown)
        {
            Assert.True((await Assert.ThrowsAsync<FtpTlsException>(() => FtpClient.ConnectAsync(options, Stop))).IsRefusedByServer);
            return;
        }

        await using var client = await FtpClient.ConnectAsync(options, Stop);

        Assert.Equal((mechanism, true, true), (client.AuthMechanism, client.AreCommandsEncrypted, client.IsDataEncrypted));
        await GoThereAndBackAsync(client, isDataEncrypted: true);
        if (peer.SessionReuse == PeerSessionReuse.Required) Assert.Equal(client.DataConnections, client.ResumedDataConnections);
    }

    [Theory]
    [InlineData(PeerNames.ProftpdOpen, true)]
    [InlineData(PeerNames.VsftpdOpen, true)]
    [InlineData(PeerNames.Proftpd, false)]
    [InlineData(PeerNames.Vsftpd, false)]
    public async Task Data_is_in_clear_text_where_both_sides_consent(string server, bool isAllowed)
    {
        var peer = peers.Require(server);
        var options = Options(peer) with { ClearDataUnsafe = true };
        if (!isAllowed)
        {
            // Refused at once, or with the first data connection; in no case is data encrypted or the login repeated.
            await Assert.ThrowsAsync<FtpReplyException>(async () =>
            {
                await using var refused = await FtpClient.ConnectAsync(options, Stop);
                await refused.EntriesAsync(FtpPath.Home);
            });
            return;
        }

        await using var client = await FtpClient.ConnectAsync(options, Stop);

        Assert.Equal((true, false), (client.AreCommandsEncrypted, client.IsDataEncrypted));
        await GoThereAndBackAsync(client, isDataEncrypted: false);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, TlsBackend.OpenSsl)]
    [InlineData(TlsVersion.Tls13, TlsBackend.OpenSsl)]
    [InlineData(TlsVersion.Tls12, TlsBackend.Platform)]
    [InlineData(TlsVersion.Tls13, TlsBackend.Platform)]
    public async Task Commands_return_to_clear_text_and_data_stays_encrypted(TlsVersion version, TlsBackend backend)
    {
        var peer = peers.Require(PeerNames.ProftpdOpen);
        var options = ClientWork.Options(peer, "localhost", version, backend) with { ClearCommandsUnsafe = true };

        await using var client = await FtpClient.ConnectAsync(options, Stop);

        Assert.Equal((false, true), (client.AreCommandsEncrypted, client.IsDataEncrypted));
        Assert.True(client.Tls is { CloseNotifySent: true, CloseNotifyReceived: true });
        await GoThereAndBackAsync(client, isDataEncrypted: true);

        // Without the demand for reuse, ProFTPD gives up a TLS 1.2 session whose connection ended with close_notify; the next one holds.
        Assert.InRange(client.ResumedDataConnections, client.DataConnections - 1, client.DataConnections);
        await client.PingAsync(Stop);
        await client.QuitAsync(Stop);
    }

    [Theory]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Pyftpdlib)]
    public async Task Server_that_keeps_commands_encrypted_says_so(string server)
    {
        var peer = peers.Require(server);

        var error = await Assert.ThrowsAsync<FtpReplyException>(
            () => FtpClient.ConnectAsync(Options(peer) with { ClearCommandsUnsafe = true }, Stop));

        Assert.Equal("CCC", error.Command.Verb);
        Assert.True(error.Reply.IsPermanentNegative);
    }

    [Theory]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.Pureftpd)]
    [InlineData(PeerNames.Pyftpdlib)]
    public async Task Virtual_host_that_the_server_does_not_serve_is_an_error_before_the_login(string server)
    {
        var peer = peers.Require(server);

        var error = await Assert.ThrowsAsync<FtpReplyException>(
            () => FtpClient.ConnectAsync(Options(peer) with { VirtualHost = "archive.localhost" }, Stop));

        Assert.Equal(("HOST", true), (error.Command.Verb, error.Reply.IsPermanentNegative));
    }

    /// <summary>Inside TLS ProFTPD 1.3.8 takes only the name that the handshake asked for (503 otherwise).</summary>
    [Fact]
    public async Task Virtual_host_is_asked_for_in_the_handshake_too_and_its_certificate_must_name_it()
    {
        var peer = peers.Require(PeerNames.ProftpdOpen);

        await using (var client = await FtpClient.ConnectAsync(Options(peer) with { VirtualHost = "archive.localhost" }, Stop))
        {
            await client.PutAsync(FtpPath.Home.Append("in the archive"), [1]);
            Assert.Equal("archive.localhost", client.Tls!.ServerName);
        }

        Assert.True(File.Exists(Path.Combine(peer.Home + "-archive", "in the archive")));
        // vsftpd knows no names: here it is this side that compares them.
        var error = await Assert.ThrowsAsync<FtpTlsException>(
            () => FtpClient.ConnectAsync(Options(peers.Require(PeerNames.Vsftpd)) with { VirtualHost = "other.example.org" }, Stop));
        Assert.Contains("other.example.org", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Virtual_host_that_proftpd_serves_is_logged_in_to()
    {
        var peer = peers.Require(PeerNames.ProftpdPlain);
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = peer.Port,
            Mode = FtpTlsMode.PlaintextUnsafe,
            Credential = FtpCredential.WithPassword(peer.User, peer.Password),
        };

        await using var client = await FtpClient.ConnectAsync(options with { VirtualHost = "127.0.0.1" }, Stop);
        await GoThereAndBackAsync(client, isDataEncrypted: false);

        var error = await Assert.ThrowsAsync<FtpReplyException>(() => FtpClient.ConnectAsync(options with { VirtualHost = "other" }, Stop));
        Assert.Equal(504, error.Reply.Code);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Language_and_name_are_harmless_where_they_are_listed_or_not(string server)
    {
        var peer = peers.Require(server);

        await using var client = await FtpClient.ConnectAsync(
            Options(peer) with { Language = "en", ClientName = "Sealift", KeepAlive = TimeSpan.FromSeconds(1) }, Stop);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Stop);

        Assert.True(client.IsUsable);
        await GoThereAndBackAsync(client, isDataEncrypted: true);
    }

    private static FtpClientOptions Options(Peer peer) => ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl);

    private static async Task GoThereAndBackAsync(FtpClient client, bool isDataEncrypted)
    {
        var directory = await client.MakeDirectoryAsync();
        var path = directory.Append("file");
        var content = RandomNumberGenerator.GetBytes(100_000);

        for (var round = 0; round < 3; round++)
        {
            await client.PutAsync(path, content);
            using var target = new MemoryStream();
            var result = await client.DownloadAsync(path, target, cancellationToken: Stop);
            Assert.Equal(content, target.ToArray());
            Assert.Equal(isDataEncrypted, result.Tls is not null);
            Assert.Equal(["file"], (await client.EntriesAsync(directory)).Select(entry => entry.Name));
        }
    }
}
