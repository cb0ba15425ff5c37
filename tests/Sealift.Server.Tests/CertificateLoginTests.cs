using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Server.Tests;

public sealed class CertificateLoginTests : IDisposable
{
    private readonly TestCertificates _clients = new();

    [Fact]
    public async Task Certificate_of_a_user_is_the_login()
    {
        using var own = Issue("anna");
        await using var server = await StartAsync(ClientCertificateMode.Optional, own, FtpCertificateUse.InsteadOfPassword);
        await using var client = await Conversation.SecureAsync(server, certificate: own);

        await client.ExpectAsync(232, "USER " + TestServer.User);

        await client.ExpectAsync(200, "PBSZ 0");
        await client.ExpectAsync(200, "PROT P");
        Assert.Empty(await client.DownloadAsync("LIST"));
        await client.ExpectAsync(503, "PASS x");
    }

    [Fact]
    public async Task Certificate_of_somebody_else_is_not()
    {
        using var own = Issue("anna");
        using var other = Issue("otto");
        await using var server = await StartAsync(ClientCertificateMode.Optional, own, FtpCertificateUse.InsteadOfPassword);
        await using var client = await Conversation.SecureAsync(server, certificate: other);

        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(530, "PASS wrong");
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(230, "PASS " + TestServer.Password);
    }

    [Fact]
    public async Task Certificate_and_password_may_both_be_needed()
    {
        using var own = Issue("anna");
        await using var server = await StartAsync(ClientCertificateMode.Optional, own, FtpCertificateUse.WithPassword);
        await using var without = await Conversation.SecureAsync(server);
        await without.ExpectAsync(331, "USER " + TestServer.User);
        await without.ExpectAsync(530, "PASS " + TestServer.Password);

        await using var with = await Conversation.SecureAsync(server, certificate: own);
        await with.ExpectAsync(331, "USER " + TestServer.User);
        await with.ExpectAsync(530, "PASS wrong");
        await with.ExpectAsync(331, "USER " + TestServer.User);
        await with.ExpectAsync(230, "PASS " + TestServer.Password);
    }

    [Fact]
    public async Task User_without_a_password_has_none_that_fits()
    {
        using var own = Issue("anna");
        await using var server = await StartAsync(ClientCertificateMode.Optional, own, FtpCertificateUse.InsteadOfPassword, hasPassword: false);
        await using var client = await Conversation.SecureAsync(server);

        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(530, "PASS " + TestServer.Password);
        await client.ExpectAsync(331, "USER " + TestServer.User);
        await client.ExpectAsync(530, "PASS");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_ends_without_the_certificate_that_is_required(bool isOfAStranger)
    {
        using var own = Issue("anna");
        using var strangers = new TestCertificates();
        using var other = TlsCertificate.From(strangers.IssueClient("anna").Certificate);
        await using var server = await StartAsync(ClientCertificateMode.Required, own, FtpCertificateUse.InsteadOfPassword);
        await using var client = await Conversation.ConnectAsync(server.Explicit, certificate: isOfAStranger ? other : null);
        await client.ExpectAsync(220);
        await client.ExpectAsync(234, "AUTH TLS");

        // Under TLS 1.3 the client's handshake is over before the server has seen the certificate.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await client.SecureAsync();
            await client.ExpectAsync(331, "USER " + TestServer.User);
        });
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("< USER", StringComparison.Ordinal));
    }

    [Fact]
    public void Users_whose_certificate_can_never_count_are_refused_at_once()
    {
        using var own = Issue("anna");
        using var certificates = new TestCertificates();
        var user = new FtpUser { Name = "anna", PasswordHash = null, Store = new Core.Stores.MemoryFileStore() };
        var options = new FtpServerOptions
        {
            Explicit = [new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates.IssueServer().Certificate),
            ClientCertificates = ClientCertificateMode.Optional,
        };
        var pinned = user with { CertificatePins = [SpkiPin.Of(own.Leaf)] };

        Assert.Throws<ArgumentException>(() => new FtpServer(options with { Users = [user] }));
        Assert.Throws<ArgumentException>(() => new FtpServer(options with { Users = [pinned], ClientCertificates = ClientCertificateMode.None }));
        Assert.Throws<ArgumentException>(() => new FtpServer(options with { Users = [pinned with { CertificateUse = FtpCertificateUse.WithPassword }] }));
        Assert.NotNull(new FtpServer(options with { Users = [pinned] }));
    }

    public void Dispose() => _clients.Dispose();

    private TlsCertificate Issue(string name) => TlsCertificate.From(_clients.IssueClient(name).Certificate);

    private Task<TestServer> StartAsync(ClientCertificateMode mode, TlsCertificate own, FtpCertificateUse use, bool hasPassword = true) =>
        TestServer.StartAsync(options => options with
        {
            ClientCertificates = mode,
            ClientRoots = [X509CertificateLoader.LoadCertificate(_clients.Authority.RawData)],
            Users =
            [
                options.Users[0] with
                {
                    CertificatePins = [SpkiPin.Of(own.Leaf)],
                    CertificateUse = use,
                    PasswordHash = hasPassword ? options.Users[0].PasswordHash : null,
                },
            ],
        });
}
