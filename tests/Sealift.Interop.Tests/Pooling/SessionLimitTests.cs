using Sealift.Client;
using Sealift.Core;
using Sealift.Interop.Tests.Own;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests.Pooling;

/// <summary>What real servers say when there are too many sessions, and that a pool makes do with those it gets.</summary>
[Trait("Fault", "F19")]
public sealed class SessionLimitTests(PeerServers peers)
{
    private const int Limit = 2;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Server, the setting that limits it to two sessions.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { PeerNames.Vsftpd, "max_per_ip=2" },
        { PeerNames.Vsftpd, "max_clients=2" },
        { PeerNames.Proftpd, "MaxClients 2" },
        { PeerNames.Proftpd, "MaxClientsPerUser 2" },
        { PeerNames.Proftpd, "MaxClientsPerHost 2" },
        { PeerNames.Proftpd, "MaxConnectionsPerHost 2" },
        { PeerNames.Proftpd, "MaxInstances 2" },
        { PeerNames.Pureftpd, "-c 2" },
        { PeerNames.Pureftpd, "-C 2" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Pool_learns_the_limit_and_every_renter_gets_its_work_done(string name, string setting)
    {
        var peer = peers.Require(name);
        var isArguments = peer.Server == "pureftpd";
        await using var server = await OwnServer.StartAsync(peer, "127.0.0.1", isArguments ? setting.Split(' ') : [setting]);
        await using var pool = new FtpClientPool(
            ClientWork.Options(server.Peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl), new FtpClientPoolOptions { MaxSessions = 4 });
        FtpPath directory;
        await using (var lease = await pool.RentAsync(Stop)) directory = await lease.Client.MakeDirectoryAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => WorkAsync(pool, directory.Append($"file-{number}"))));

        Assert.Equal(Limit, pool.LearnedLimit);
        Assert.Equal(Limit, pool.Sessions);
        await using var last = await pool.RentAsync(Stop);
        Assert.Equal(10, (await last.Client.EntriesAsync(directory)).Count);
    }

    [Theory]
    [MemberData(nameof(ClientRows.Servers), MemberType = typeof(ClientRows))]
    public async Task Wrong_password_is_tried_once_by_a_pool(string name)
    {
        var peer = peers.Require(name) with { Password = "wrong" };
        await using var pool = new FtpClientPool(ClientWork.Options(peer, "127.0.0.1", TlsVersion.Tls13, TlsBackend.OpenSsl));

        var errors = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
            await Record.ExceptionAsync(async () => await pool.RentAsync(Stop))));

        Assert.All(errors, error => Assert.Equal(530, Assert.IsType<FtpAuthenticationException>(error).Reply.Code));
        Assert.Null(pool.LearnedLimit);
    }

    private static async Task WorkAsync(FtpClientPool pool, FtpPath file)
    {
        await using var lease = await pool.RentAsync(Stop);
        await lease.Client.PutAsync(file, [1, 2, 3]);
        Assert.Equal(3, await lease.Client.GetSizeAsync(file, Stop));
    }
}
