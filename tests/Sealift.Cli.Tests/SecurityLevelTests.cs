using System.Security.Cryptography;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>The three levels of docs/certificates.md against Debian's servers that demand a client certificate.</summary>
public sealed class SecurityLevelTests(PeerServers servers) : IClassFixture<PeerServers>
{
    private const string Passphrase = SealiftRun.Canary + "-passphrase";

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            foreach (var peer in new[] { PeerNames.VsftpdCert, PeerNames.ProftpdCert, PeerNames.PureftpdCert })
            {
                foreach (var backend in new[] { "openssl", "platform" })
                {
                    rows.Add(peer, backend, "1.2");
                    rows.Add(peer, backend, "1.3");
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_certificate_signed_by_the_servers_authority_uploads_lists_and_downloads(string name, string backend, string version)
    {
        var peer = servers.Require(name);
        using var home = new TempDirectory();
        await CertificateAsync(home, peer, Path.Combine(peer.ClientCertificates, "clients-ca.pem"));
        var content = RandomNumberGenerator.GetBytes(100_001);
        var local = home.Write("a.bin", content);
        var file = $"ftpes://{peer.User}@localhost:{peer.Port}/{Guid.NewGuid():N}.bin";
        string[] own = ["--cert", "own.pem", "--key", "own.key"];

        var put = await RunAsync(home, peer, backend, version, ["put", local, file, "--json", .. own]);
        var get = await RunAsync(home, peer, backend, version, ["get", file, "back.bin", "--json", .. own]);
        var list = await RunAsync(home, peer, backend, version, ["ls", file, .. own]);
        var gone = await RunAsync(home, peer, backend, version, ["rm", file, .. own]);

        foreach (var result in new[] { put, get, list, gone }) Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(content, await File.ReadAllBytesAsync(home.Combine("back.bin"), TestContext.Current.CancellationToken));
        foreach (var result in new[] { put, get })
        {
            var tls = Assert.Single(result.Json).GetProperty("tls");
            Assert.Equal(version, tls.GetProperty("version").GetString());

            // Pure-FTPd makes no session under TLS 1.3 that it would resume when it has asked for a certificate: the same certificate proves it.
            Assert.Equal(peer.Server != "pureftpd" || version == "1.2", tls.GetProperty("resumed").GetBoolean());
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Without_the_right_certificate_the_error_says_that_the_server_wants_one(string name, string backend, string version)
    {
        var peer = servers.Require(name);
        using var home = new TempDirectory();
        await CertificateAsync(home, peer, Path.Combine(peer.ClientCertificates, "strangers-ca.pem"));
        var root = $"ftpes://{peer.User}@localhost:{peer.Port}/";

        var none = await RunAsync(home, peer, backend, version, ["ls", root]);
        var stranger = await RunAsync(home, peer, backend, version, ["ls", root, "--cert", "own.pem", "--key", "own.key"]);

        Assert.Equal(4, none.ExitCode);
        Assert.Contains("The server wants a client certificate, and none was given (TLS alert", none.Error, StringComparison.Ordinal);
        Assert.Contains("--cert", none.Error, StringComparison.Ordinal);
        Assert.Equal(4, stranger.ExitCode);
        Assert.Contains($"The server does not accept the client certificate \"CN={peer.User}\" of \"CN=Somebody else\" (TLS alert \"unknown_ca\")", stranger.Error, StringComparison.Ordinal);
    }

    // vsftpd lets a certificate in only when its common name is the user's.
    private static async Task CertificateAsync(TempDirectory home, Peer peer, string authority)
    {
        var passphrase = new Dictionary<string, string?> { ["SEALIFT_CERT_PASSWORD"] = Passphrase };
        string[][] commands =
        [
            ["cert", "csr", "own", "--subject", $"CN={peer.User}", "--no-passphrase"],
            ["cert", "sign", "own.csr", "--ca", authority, "--ca-key", Path.ChangeExtension(authority, ".key")],
        ];
        foreach (var command in commands)
        {
            var result = await SealiftRun.RunAsync(home, command, passphrase);
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }

    private static Task<SealiftResult> RunAsync(TempDirectory home, Peer peer, string backend, string version, string[] arguments) => SealiftRun.RunAsync(
        home,
        [.. arguments, "--ca", peer.Ca, "--tls-min", version, "--tls-max", version],
        new Dictionary<string, string?>
        {
            ["SEALIFT_PASSWORD"] = peer.Password,
            ["SEALIFT_CERT_PASSWORD"] = Passphrase,
            ["SEALIFT_TLS"] = backend,
        });
}
