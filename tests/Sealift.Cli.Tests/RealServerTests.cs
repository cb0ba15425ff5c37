using System.Security.Cryptography;
using Sealift.Cli.Tests.Runs;
using Sealift.TestKit;

namespace Sealift.Cli.Tests;

/// <summary>The main job on real input: the command against Debian's servers with their default demands.</summary>
public sealed class RealServerTests(PeerServers servers) : IClassFixture<PeerServers>
{
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            TheoryData<string, string, string> rows = [];
            string[] peers = [PeerNames.Vsftpd, PeerNames.VsftpdImplicit, PeerNames.Proftpd, PeerNames.ProftpdImplicit, PeerNames.Pureftpd];
            foreach (var peer in peers)
            {
                rows.Add(peer, "localhost", "1.3");
                rows.Add(peer, "127.0.0.1", "1.2");
                rows.Add(peer, "::1", "1.3");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task It_uploads_lists_and_downloads(string name, string host, string version)
    {
        var peer = servers.Require(name);
        Assert.SkipUnless(peer.Hosts.Contains(host, StringComparer.Ordinal), $"{name} does not listen on {host} here");
        using var home = new TempDirectory();
        var content = RandomNumberGenerator.GetBytes(300_001);
        var local = home.Write("käse \"a\".bin", content);
        var scheme = peer.Mode == PeerMode.Implicit ? "ftps" : "ftpes";
        var file = $"-{RandomNumberGenerator.GetHexString(8)}.bin";
        var root = $"{scheme}://{peer.User}@{(host.Contains(':') ? $"[{host}]" : host)}:{peer.Port}/";

        Assert.Equal(0, (await RunAsync(home, peer, version, "put", local, root + file)).ExitCode);
        var listing = await RunAsync(home, peer, version, "ls", "--json", root);
        var back = home.Combine("back.bin");
        Assert.Equal(0, (await RunAsync(home, peer, version, "get", root + file, back)).ExitCode);
        Assert.Equal(0, (await RunAsync(home, peer, version, "rm", root + file)).ExitCode);
        var gone = await RunAsync(home, peer, version, "get", root + file, back);

        Assert.Contains(listing.Json, e => e.GetProperty("name").GetString() == file && e.GetProperty("size").GetInt64() == content.Length);
        Assert.Equal(content, await File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
        Assert.Equal(6, gone.ExitCode);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd, "127.0.0.1")]
    [InlineData(PeerNames.Proftpd, "::1")]
    [InlineData(PeerNames.Pureftpd, "127.0.0.1")]
    public async Task It_works_in_active_mode(string name, string host)
    {
        var peer = servers.Require(name);
        Assert.SkipUnless(peer.Hosts.Contains(host, StringComparer.Ordinal), $"{name} does not listen on {host} here");
        using var home = new TempDirectory();
        var content = RandomNumberGenerator.GetBytes(100_001);
        var local = home.Write("file.bin", content);
        var url = $"ftpes://{peer.User}@{(host.Contains(':') ? $"[{host}]" : host)}:{peer.Port}/active-{RandomNumberGenerator.GetHexString(8)}.bin";
        var back = home.Combine("back.bin");

        Assert.Equal(0, (await RunAsync(home, peer, "1.3", "put", local, url, "--active", "--active-ports", "41100-41199")).ExitCode);
        Assert.Equal(0, (await RunAsync(home, peer, "1.3", "get", url, back, "--active", "--active-address", host)).ExitCode);

        Assert.Equal(content, await File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd)]
    [InlineData(PeerNames.VsftpdImplicit)]
    [InlineData(PeerNames.Proftpd)]
    [InlineData(PeerNames.Pureftpd)]
    public async Task A_saved_site_with_its_password_in_the_vault_needs_its_name_and_nothing_else(string name)
    {
        var peer = servers.Require(name);
        using var home = new TempDirectory();
        home.Write("pass", "long enough\n"u8);
        home.Write("local", "content"u8);
        var scheme = peer.Mode == PeerMode.Implicit ? "ftps" : "ftpes";
        var file = $"{RandomNumberGenerator.GetHexString(8)}.txt";

        Assert.Equal(0, (await RunAsync(
            home, peer, "1.2", "site", "add", "peer", $"{scheme}://{peer.User}@localhost:{peer.Port}/", "--save-password", "--vault-passphrase-file", "pass")).ExitCode);
        Assert.Equal(0, (await RunByNameAsync(home, "put", "local", $"peer:{file}")).ExitCode);
        var found = Assert.Single((await RunByNameAsync(home, "stat", "--json", $"peer:{file}")).Json);
        Assert.Equal(0, (await RunByNameAsync(home, "rm", $"peer:{file}")).ExitCode);

        Assert.Equal(7, found.GetProperty("size").GetInt64());
    }

    private static Task<SealiftResult> RunByNameAsync(TempDirectory home, params string[] arguments) =>
        SealiftRun.RunAsync(home, arguments, new Dictionary<string, string?> { ["SEALIFT_VAULT_PASSPHRASE_FILE"] = "pass" });

    private static Task<SealiftResult> RunAsync(TempDirectory home, Peer peer, string version, params string[] arguments) => SealiftRun.RunAsync(
        home,
        [.. arguments, "--ca", peer.Ca, "--tls-min", version, "--tls-max", version],
        new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = peer.Password });
}
