using System.Net;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Server.Tests;

[Trait("Threat", "T17")]
public sealed class SiteToSiteTests
{
    [Fact]
    public async Task Nothing_is_exchanged_with_other_servers_unless_they_are_named()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.LogInAsync(server);

        await client.ExpectAsync(502, "SSCN ON");
        await client.ExpectAsync(502, "CPSV");
        Assert.DoesNotContain((await client.ExpectAsync(211, "FEAT")).Lines, line => line is " SSCN" or " CPSV");
    }

    [Fact]
    public async Task Other_server_must_have_the_key_it_is_known_by()
    {
        using var stranger = new TestKit.TestCertificates();
        await using var server = await StartAsync(SpkiPin.Of(stranger.IssueServer().Certificate));
        await using var client = await Conversation.LogInAsync(server);
        await client.ExpectAsync(200, "SSCN ON");
        using var socket = await client.OpenDataAsync();
        await client.ExpectAsync(150, "STOR file");

        // This side answers the handshake now, with a certificate that is not the other server's.
        var tls = Tls.TlsServer.Create(new Tls.TlsServerOptions
        {
            Certificate = Tls.TlsCertificate.From(server.Certificates.IssueServer().Certificate),
        });
        using (tls)
        {
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                await using var data = await tls.AcceptAsync(socket, cancellationToken: TestContext.Current.CancellationToken);
                await data.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
            });
        }

        await client.ExpectAsync(522);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public async Task Data_between_servers_is_private()
    {
        using var any = new TestKit.TestCertificates();
        await using var server = await StartAsync(SpkiPin.Of(any.IssueServer().Certificate));
        await using var client = await Conversation.SecureAsync(server);
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);

        await client.ExpectAsync(503, "SSCN ON");
        await client.ExpectAsync(503, "CPSV");
        await client.ExpectAsync(200, "SSCN");
        await client.ExpectAsync(501, "SSCN MAYBE");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_goes_directly_from_server_to_server(bool isLarge)
    {
        using var certificates = new TestKit.TestCertificates();
        var shared = certificates.IssueServer().Certificate;
        await using var source = await StartAsync(SpkiPin.Of(shared), shared);
        await using var target = await StartAsync(SpkiPin.Of(shared), shared);
        var content = RandomNumberGenerator.GetBytes(isLarge ? 3_000_000 : 0);
        source.Write("file", content);
        await using var from = PoolOf(source);
        await using var to = PoolOf(target);
        var copy = new FtpSiteCopy(from, to, new FtpSiteCopyOptions { Route = FtpSiteRouteChoice.DirectOnly });

        var result = await copy.CopyAsync(FtpPath.Parse("/file"), FtpPath.Parse("/copy"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(FtpSiteRoute.Direct, result.Route);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(target.Root, "copy"), TestContext.Current.CancellationToken));
        Assert.Contains(target.Log.Lines, line => line.Contains("< SSCN ON", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tls_is_begun_with_no_stranger()
    {
        using var certificates = new TestCertificates();
        var known = new FtpSitePeer { Address = IPAddress.Parse("127.0.0.9"), Pin = SpkiPin.Of(certificates.Authority) };
        await using var server = await TestServer.StartAsync(options => options with { Policy = options.Policy with { SitePeers = [known] } });
        server.Write("file", "content");
        await using var client = await Conversation.LogInAsync(server);

        Assert.True(DataEndPointFormat.TryParsePasv(await client.ExpectAsync(227, "CPSV"), out var place));
        using var socket = await client.ConnectDataAsync(place.Port);
        await client.ExpectAsync(150, "RETR file");

        await client.ExpectAsync(522);
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken)); // not even a ClientHello
    }

    private static FtpClientPool PoolOf(TestServer server) => new(new FtpClientOptions
    {
        Host = "127.0.0.1",
        Port = server.Explicit.Port,
        Credential = FtpCredential.WithPassword(TestServer.User, TestServer.Password),
        Trust = new InsecureTrust((_, _) => { }),
    });

    private static Task<TestServer> StartAsync(SpkiPin pin, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null) =>
        TestServer.StartAsync(options => options with
        {
            Certificate = certificate is null ? options.Certificate : Tls.TlsCertificate.From(certificate),
            Policy = options.Policy with { AllowActive = true, SitePeers = [new FtpSitePeer { Address = IPAddress.Loopback, Pin = pin }] },
        });
}
