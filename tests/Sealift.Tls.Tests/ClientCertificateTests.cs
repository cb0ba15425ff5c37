using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls.Certificates;

namespace Sealift.Tls.Tests;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_client_shows_the_certificate_that_is_required(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var issued = _ca.IssueClient("alice");
        using var fromPem = TlsCertificate.Load(issued.CertificateFile, issued.KeyFile);
        using var pair = Create(client, server, version, ClientCertificateMode.Required, fromPem);

        await using var streams = await pair.ConnectAsync();

        Assert.Equal("CN=alice", streams.Server.Info.PeerCertificate?.Subject);
        Assert.Equal("CN=alice", streams.Server.Session.PeerCertificate?.Subject);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_pfx_file_serves_as_well_and_data_connections_resume(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        var issued = _ca.IssueClient("bob");
        using var fromPfx = TlsCertificate.Load(issued.PfxFile, password: TestCertificate.PfxPassword);
        using var pair = Create(client, server, version, ClientCertificateMode.Required, fromPfx);
        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();

        await using var data = await pair.ConnectAsync(control);

        Assert.True(data.Client.Info.Resumed);
        Assert.Equal("CN=bob", data.Server.Info.PeerCertificate?.Subject);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_client_without_the_required_certificate_is_refused(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version, ClientCertificateMode.Required, certificate: null);

        var (atClient, atServer) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atServer?.Failure);

        // SslStream as a server closes the connection without an alert, and as a client does not see what TLS 1.3 asks for.
        if (server == TlsBackend.Platform && client == TlsBackend.Platform && version == TlsVersion.Tls13) return;
        Assert.Equal(TlsFailure.ClientCertificate, atClient?.Failure);
        Assert.Contains("wants a client certificate, and none was given", atClient!.Message, StringComparison.Ordinal);
        Assert.Contains("--cert", atClient.Hint, StringComparison.Ordinal);

        // What nobody has said is told as a guess.
        if (server == TlsBackend.Platform) Assert.True(atClient.IsPresumed, atClient.Message);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_certificate_that_its_own_key_signed_is_enough_where_the_server_lists_it(
        TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var key = CertificateKey.Create(CertificateKeyKind.EcdsaP256);
        using var own = CertificateMaker.SelfSigned(
            new CertificateTemplate { Subject = CertificateTemplate.CommonName("anna"), Purposes = CertificatePurposes.Client }, key, TimeProvider.System);
        using var pair = TlsPair.Create(
            _ca,
            client,
            server,
            o => o with { MinVersion = version, MaxVersion = version, Certificate = own },
            o => o with
            {
                MinVersion = version,
                MaxVersion = version,
                ClientCertificates = ClientCertificateMode.Required,
                ClientRoots = [X509CertificateLoader.LoadCertificate(own.Leaf.RawData)],
            });

        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        Assert.Equal("CN=anna", streams.Server.Info.PeerCertificate?.Subject);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_client_without_an_optional_certificate_is_accepted(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version, ClientCertificateMode.Optional, certificate: null);

        await using var streams = await pair.ConnectAsync();
        await streams.SettleAsync();

        Assert.Null(streams.Server.Info.PeerCertificate);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_wrong_certificate_is_refused_even_where_none_is_required(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var other = new TestCertificates();
        using var stranger = TlsCertificate.From(other.IssueClient("mallory").Certificate);
        using var pair = Create(client, server, version, ClientCertificateMode.Optional, stranger);

        var (atClient, atServer) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atServer?.Failure);
        Assert.NotNull(atClient);
    }

    [Theory]
    [MemberData(nameof(Backends.Pairs), MemberType = typeof(Backends))]
    public async Task A_server_certificate_does_not_serve_as_client_certificate(TlsBackend client, TlsBackend server)
    {
        using var wrong = TlsCertificate.From(_ca.IssueServer("localhost").Certificate);
        using var pair = Create(client, server, TlsVersion.Tls12, ClientCertificateMode.Required, wrong);

        var (_, atServer) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atServer?.Failure);
    }

    [Fact]
    public void A_wrong_password_is_an_error_of_the_own_certificate()
    {
        var issued = _ca.IssueClient("carol");

        var failure = Assert.Throws<TlsException>(() => TlsCertificate.Load(issued.PfxFile, password: "wrong"));

        Assert.Equal(TlsFailure.OwnCertificate, failure.Failure);
        Assert.Contains(issued.PfxFile, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_is_an_error_of_the_own_certificate()
    {
        var issued = _ca.IssueClient("dave");

        var failure = Assert.Throws<TlsException>(() => TlsCertificate.Load(issued.CertificateFile));

        Assert.Equal(TlsFailure.OwnCertificate, failure.Failure);
    }

    public void Dispose() => _ca.Dispose();

    private TlsPair Create(
        TlsBackend client, TlsBackend server, TlsVersion version, ClientCertificateMode mode, TlsCertificate? certificate) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version, Certificate = certificate },
        o => o with
        {
            MinVersion = version,
            MaxVersion = version,
            ClientCertificates = mode,
            ClientRoots = TlsPair.RootsOf(_ca),
        });
}
