using Sealift.TestKit;

namespace Sealift.Tls.Tests;

public sealed class HostCertificateTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task Name_in_the_client_hello_chooses_the_certificate(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        foreach (var (name, subject) in ((string, string)[])[("files.example.org", "CN=files.example.org"), ("localhost", "CN=localhost")])
        {
            using var pair = Create(name, client, server, version);
            await using var control = await pair.ConnectAsync();
            await control.SettleAsync();
            await using var data = await pair.ConnectAsync(control);

            Assert.Equal(subject, control.Client.Info.PeerCertificate?.Subject);
            Assert.Equal(name, control.Server.Info.ServerName, ignoreCase: true);
            Assert.True(data.Client.Info.Resumed);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public void Certificate_of_a_host_that_cannot_be_used_is_told_at_once(TlsBackend backend)
    {
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=weak", weak, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = TlsCertificate.From(request.CreateSelfSigned(now, now.AddDays(1)));
        Assert.SkipWhen(backend == TlsBackend.Platform, "SslStream tells at the first handshake.");

        Assert.Throws<TlsException>(() => TlsPair.CreateServer(_ca, backend, options => options with
        {
            HostCertificates = new Dictionary<string, TlsCertificate> { ["files.example.org"] = certificate },
        }));
    }

    public void Dispose() => _ca.Dispose();

    private TlsPair Create(string name, TlsBackend client, TlsBackend server, TlsVersion version) => TlsPair.Create(
        _ca,
        client,
        server,
        options => options with { TargetHost = name, MinVersion = version, MaxVersion = version },
        options => options with
        {
            MinVersion = version,
            MaxVersion = version,
            HostCertificates = new Dictionary<string, TlsCertificate>
            {
                ["Files.example.org"] = TlsCertificate.From(_ca.IssueServer("files.example.org").Certificate),
            },
        });
}
