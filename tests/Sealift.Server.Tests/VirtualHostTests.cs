using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Tls;

namespace Sealift.Server.Tests;

public sealed class VirtualHostTests
{
    private const string Password = "the other one";

    [Theory]
    [InlineData(TlsBackend.OpenSsl)]
    [InlineData(TlsBackend.Platform)]
    public async Task Name_in_the_handshake_chooses_certificate_and_users(TlsBackend backend)
    {
        await using var server = await StartAsync(backend);

        await using var usual = await Conversation.SecureAsync(server);
        await using var other = await Conversation.SecureAsync(server, host: "FILES.example.org");

        Assert.Contains("CN=localhost", usual.Tls!.Info.PeerCertificate!.Subject, StringComparison.Ordinal);
        Assert.Contains("CN=files.example.org", other.Tls!.Info.PeerCertificate!.Subject, StringComparison.Ordinal);
        await usual.ExpectAsync(331, "USER " + TestServer.User);
        await usual.ExpectAsync(530, "PASS " + Password);
        await LogInAsync(other);
        await other.ExpectAsync(213, "SIZE own");
    }

    [Fact]
    public async Task Data_connections_of_a_host_resume_its_session()
    {
        await using var server = await StartAsync(TlsBackend.OpenSsl);
        await using var client = await Conversation.SecureAsync(server, host: "files.example.org");
        await LogInAsync(client);

        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR own"));
        Assert.Equal(226, (await client.UploadAsync("STOR other", "x"u8.ToArray())).Code);
        Assert.Equal("content"u8.ToArray(), await client.DownloadAsync("RETR own"));
    }

    [Fact]
    public async Task Host_is_named_where_the_handshake_names_none()
    {
        await using var server = await StartAsync(TlsBackend.OpenSsl);
        await using var client = await Conversation.SecureAsync(server, host: "127.0.0.1");

        await client.ExpectAsync(504, "HOST nobody.example.org");
        await client.ExpectAsync(501, "HOST files.example.org:21");
        await client.ExpectAsync(501, "HOST [127.0.0.1]");
        await client.ExpectAsync(220, "HOST 127.0.0.1");
        await client.ExpectAsync(220, "HOST Files.Example.org");
        await LogInAsync(client);
        await client.ExpectAsync(213, "SIZE own");
        await client.ExpectAsync(503, "HOST files.example.org");
    }

    [Fact]
    public async Task Names_of_tls_and_of_HOST_must_agree()
    {
        await using var server = await StartAsync(TlsBackend.OpenSsl);
        await using var client = await Conversation.SecureAsync(server, host: "files.example.org");

        await client.ExpectAsync(504, "HOST more.example.org");
        await client.ExpectAsync(220, "HOST files.example.org.");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(503, "HOST files.example.org");
    }

    [Fact]
    public async Task Server_without_virtual_hosts_is_every_host()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await Conversation.SecureAsync(server, host: "127.0.0.1");

        await client.ExpectAsync(220, "HOST files.example.org");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);
    }

    [Fact]
    public async Task Host_that_is_there_twice_or_has_no_name_is_refused_at_once()
    {
        var host = new FtpVirtualHost { Name = "files.example.org" };

        await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(options => options with { Hosts = [host, host] }));
        await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(options => options with { Hosts = [host with { Name = "a b" }] }));
    }

    [Fact]
    public async Task New_certificate_is_for_new_sessions_and_old_ones_go_on()
    {
        await using var server = await StartAsync(TlsBackend.OpenSsl);
        await using var before = await Conversation.LogInAsync(server);
        server.Write("file", "content");
        Assert.Equal("content"u8.ToArray(), await before.DownloadAsync("RETR file"));

        using var renewed = TlsCertificate.From(server.Certificates.IssueServer("renewed.example.org").Certificate);
        server.Server.UseCertificates(renewed);

        await using var after = await Conversation.LogInAsync(server);
        await using var host = await Conversation.SecureAsync(server, host: "files.example.org");
        Assert.Contains("CN=renewed.example.org", after.Tls!.Info.PeerCertificate!.Subject, StringComparison.Ordinal);
        Assert.Contains("CN=files.example.org", host.Tls!.Info.PeerCertificate!.Subject, StringComparison.Ordinal);
        Assert.Equal("content"u8.ToArray(), await after.DownloadAsync("RETR file"));
        Assert.Equal("content"u8.ToArray(), await before.DownloadAsync("RETR file"));
        await before.ExpectAsync(200, "NOOP");
    }

    [Fact]
    public async Task Certificates_cannot_be_replaced_in_a_server_that_does_not_run()
    {
        await using var server = await StartAsync(TlsBackend.OpenSsl);
        using var renewed = TlsCertificate.From(server.Certificates.IssueServer().Certificate);
        await server.Server.StopAsync(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => server.Server.UseCertificates(renewed));
    }

    private static async Task LogInAsync(Conversation client)
    {
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + Password);
        await client.ExpectAsync(200, "PBSZ 0");
        await client.ExpectAsync(200, "PROT P");
        await client.ExpectAsync(200, "TYPE I");
    }

    private static async Task<TestServer> StartAsync(TlsBackend backend)
    {
        var store = new MemoryFileStore();
        await using (var file = await store.OpenWriteAsync(FtpPath.Parse("own"), FileWriteOptions.Replace))
        {
            await file.WriteAsync("content"u8.ToArray());
            await file.CompleteAsync();
        }

        return await TestServer.StartAsync((options, certificates) => options with
        {
            TlsBackend = backend,
            MinTlsVersion = TlsVersion.Tls13, // the Platform backend speaks it only where it is demanded
            Hosts =
            [
                new FtpVirtualHost
                {
                    Name = "files.example.org",
                    Certificate = TlsCertificate.From(certificates.IssueServer("files.example.org").Certificate),
                    Users = [new FtpUser { Name = TestServer.User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = store }],
                },
                new FtpVirtualHost { Name = "more.example.org" },
            ],
        });
    }
}
