using System.Net;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Server.Tests;

[Trait("Fault", "F23")]
public sealed class OwnClientTests
{
    [Theory]
    [InlineData(FtpTlsMode.Explicit, TlsVersion.Tls13)]
    [InlineData(FtpTlsMode.Explicit, TlsVersion.Tls12)]
    [InlineData(FtpTlsMode.Implicit, TlsVersion.Tls13)]
    [InlineData(FtpTlsMode.Implicit, TlsVersion.Tls12)]
    public async Task Sealift_client_resumes_every_data_connection(FtpTlsMode mode, TlsVersion version)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(1_000_003);
        await using var client = await ConnectAsync(server, mode, version);

        for (var i = 0; i < 20; i++)
        {
            var path = FtpPath.Parse($"file {i}");
            await client.UploadAsync(new MemoryStream(content), path, cancellationToken: cancellationToken);
            using var back = new MemoryStream();
            await client.DownloadAsync(path, back, cancellationToken: cancellationToken);
            Assert.Equal(content, back.ToArray());
        }

        var names = new List<string>();
        await foreach (var entry in client.ListAsync(FtpPath.Home, cancellationToken)) names.Add(entry.Name);
        Assert.Equal(20, names.Count);
        Assert.Equal(41, client.DataConnections);
        Assert.Equal(41, client.ResumedDataConnections);
    }

    [Fact]
    public async Task Eight_sessions_work_side_by_side()
    {
        await using var server = await TestServer.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => WorkAsync(server, number)));

        Assert.Equal(8 * 10, Directory.GetFiles(server.Root).Length);
    }

    [Fact]
    public async Task Platform_backend_serves_resumed_data_connections_under_tls_12()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync(options => options with { TlsBackend = TlsBackend.Platform });
        var content = RandomNumberGenerator.GetBytes(300_001);
        await using var client = await ConnectAsync(server, FtpTlsMode.Explicit, TlsVersion.Tls12);

        for (var i = 0; i < 4; i++)
        {
            await client.UploadAsync(new MemoryStream(content), FtpPath.Parse("file"), cancellationToken: cancellationToken);
            using var back = new MemoryStream();
            await client.DownloadAsync(FtpPath.Parse("file"), back, cancellationToken: cancellationToken);
            Assert.Equal(content, back.ToArray());
        }

        Assert.Equal(8, client.ResumedDataConnections);
    }

    [Fact]
    public async Task Ipv6_clients_are_served()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await TestServer.StartAsync(options => options with
        {
            Explicit = [new IPEndPoint(IPAddress.IPv6Loopback, 0)],
            Implicit = [],
        });
        server.Write("hello", "world");
        await using var client = await ConnectAsync(server, FtpTlsMode.Explicit, TlsVersion.Tls13);

        using var content = new MemoryStream();
        await client.DownloadAsync(FtpPath.Parse("hello"), content, cancellationToken: cancellationToken);

        Assert.Equal("world"u8.ToArray(), content.ToArray());
    }

    private static async Task WorkAsync(TestServer server, int number)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var content = RandomNumberGenerator.GetBytes(200_000 + number);
        await using var client = await ConnectAsync(server, FtpTlsMode.Explicit, TlsVersion.Tls13);
        for (var i = 0; i < 10; i++)
        {
            var path = FtpPath.Parse($"/{number}-{i}");
            await client.UploadAsync(new MemoryStream(content), path, cancellationToken: cancellationToken);
            using var back = new MemoryStream();
            await client.DownloadAsync(path, back, cancellationToken: cancellationToken);
            Assert.Equal(content, back.ToArray());
        }

        Assert.Equal(client.DataConnections, client.ResumedDataConnections);
    }

    private static Task<FtpClient> ConnectAsync(TestServer server, FtpTlsMode mode, TlsVersion version)
    {
        var endPoint = mode == FtpTlsMode.Explicit ? server.Explicit : server.Implicit;
        return FtpClient.ConnectAsync(
            new FtpClientOptions
            {
                Host = endPoint.Address.ToString(),
                Port = endPoint.Port,
                Mode = mode,
                Credential = FtpCredential.WithPassword(TestServer.User, TestServer.Password),
                Trust = new InsecureTrust((_, _) => { }),
                TlsBackend = TlsBackend.OpenSsl,
                MinTlsVersion = version,
                MaxTlsVersion = version,
            },
            TestContext.Current.CancellationToken);
    }
}
