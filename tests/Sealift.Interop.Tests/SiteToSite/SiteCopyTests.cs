using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Interop.Tests.Own;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests.SiteToSite;

/// <summary>Copies between real servers: two ProFTPD directly, everything else through this machine, whoever sends.</summary>
public sealed class SiteCopyTests(PeerServers peers)
{
    private const string Foreign = "AllowForeignAddress on";
    private const string NoReuse = "TLSOptions NoSessionReuseRequired";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Every server to every other.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            string[] names = [PeerNames.Vsftpd, PeerNames.ProftpdImplicit, PeerNames.Pureftpd];
            TheoryData<string, string> pairs = [];
            foreach (var source in names)
            {
                foreach (var target in names.Where(name => name != source)) pairs.Add(source, target);
            }

            return pairs;
        }
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 0)]
    [InlineData(TlsVersion.Tls13, 0)]
    [InlineData(TlsVersion.Tls12, 3_000_001)]
    [InlineData(TlsVersion.Tls13, 3_000_001)]
    public async Task Two_proftpd_that_allow_it_exchange_a_file_directly_and_prove_it(TlsVersion version, int size)
    {
        var peer = peers.Require(version == TlsVersion.Tls12 ? PeerNames.ProftpdTls12 : PeerNames.Proftpd);
        await using var one = await OwnServer.StartAsync(peer, "127.0.0.1", Foreign, NoReuse, $"TLSCACertificateFile {peer.Ca}");
        await using var other = await OwnServer.StartAsync(peer, "127.0.0.2", Foreign, NoReuse, $"TLSCACertificateFile {peer.Ca}");
        var content = RandomNumberGenerator.GetBytes(size);

        var result = await CopyAsync(one.Peer, other.Peer, content, version, new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.DirectOnly });

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Equal(size, result.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(content)), result.Checksum!.ToString());
    }

    /// <summary>One setting missing on one of them.</summary>
    public static TheoryData<string, string> Missing => new()
    {
        { "the source may not connect to a foreign address", "source foreign" },
        { "the source insists on a session that the target cannot have", "source reuse" },
        { "the target cannot check the source's certificate", "target authority" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task Proftpd_that_does_not_allow_it_gets_the_file_through_this_machine(string why, string missing)
    {
        var peer = peers.Require(PeerNames.Proftpd);
        var authority = $"TLSCACertificateFile {peer.Ca}";
        string[] onSource = [Foreign, NoReuse, authority];
        string[] onTarget = [Foreign, authority];
        await using var one = await OwnServer.StartAsync(
            peer, "127.0.0.1", [.. onSource.Where(line => !(missing == "source foreign" && line == Foreign) && !(missing == "source reuse" && line == NoReuse))]);
        await using var other = await OwnServer.StartAsync(
            peer, "127.0.0.2", [.. onTarget.Where(line => !(missing == "target authority" && line == authority))]);

        var content = RandomNumberGenerator.GetBytes(300_001);
        var result = await CopyAsync(one.Peer, other.Peer, content, TlsVersion.Tls13, new());

        Assert.True(result.Route == FtpSiteRoute.Relay, why);
        Assert.False(string.IsNullOrEmpty(result.RelayReason), why);
        Assert.NotNull(result.Checksum);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Any_two_servers_exchange_a_file_through_this_machine(string source, string target)
    {
        var content = RandomNumberGenerator.GetBytes(1_000_003);

        var result = await CopyAsync(peers.Require(source), peers.Require(target), content, TlsVersion.Tls13, new());

        Assert.Equal(FtpSiteRoute.Relay, result.Route);
        Assert.NotNull(result.RelayReason);
        Assert.True(result.IsSizeCompared);
        Assert.True(result.SourceTls!.CloseNotifyReceived);
        Assert.Equal(target == PeerNames.ProftpdImplicit, result.Checksum is not null);
    }

    [Theory]
    [InlineData(PeerNames.Vsftpd, FtpSiteRoute.Relay)]
    [InlineData(PeerNames.Proftpd, FtpSiteRoute.Server)]
    [InlineData(PeerNames.Pureftpd, FtpSiteRoute.Relay)]
    public async Task File_is_copied_within_one_server(string name, FtpSiteRoute route)
    {
        var peer = peers.Require(name);
        var content = RandomNumberGenerator.GetBytes(1_000_003);

        var result = await CopyAsync(peer, null, content, TlsVersion.Tls13, new());

        Assert.Equal(route, result.Route);
        Assert.Equal(content.Length, result.Bytes);
    }

    private static async Task<FtpSiteCopyResult> CopyAsync(
        Peer source, Peer? target, byte[] content, TlsVersion version, FtpSiteCopyOptions options)
    {
        await using var from = Pool(source, version);
        await using var other = target is null ? null : Pool(target, version);
        var to = other ?? from;
        var file = FtpPath.Home.Append($"source-{RandomNumberGenerator.GetHexString(8)}");
        FtpPath directory;
        await using (var lease = await from.RentAsync(Stop)) await lease.Client.PutAsync(file, content);
        await using (var lease = await to.RentAsync(Stop)) directory = await lease.Client.MakeDirectoryAsync();

        var result = await new FtpSiteCopy(from, to, options).CopyAsync(file, directory.Append("copy"), cancellationToken: Stop);

        var onDisk = Path.Combine((target ?? source).Home, directory.ToString());
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(onDisk, "copy"), Stop));
        Assert.Equal(["copy"], Directory.EnumerateFileSystemEntries(onDisk).Select(Path.GetFileName));
        return result;
    }

    private static FtpClientPool Pool(Peer peer, TlsVersion version) =>
        new(ClientWork.Options(peer, peer.Addresses[0].ToString(), version, TlsBackend.OpenSsl));
}
