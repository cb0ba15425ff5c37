using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests;

/// <summary>A certificate of an authority below the root: who is shown the one between them trusts it, and nobody else.</summary>
public sealed class ServerChainTests : IDisposable
{
    private readonly TestCertificates _ca = new();
    private readonly X509Certificate2 _middle;
    private readonly X509Certificate2 _leaf;

    public ServerChainTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Middle", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.Create(_ca.Authority, now.AddDays(-2), now.AddDays(2), CertificateSerial.Next());
        _middle = bare.CopyWithPrivateKey(key);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=localhost", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        leaf.CertificateExtensions.Add(names.Build());
        using var signed = leaf.Create(_middle, now.AddDays(-1), now.AddDays(1), CertificateSerial.Next());
        _leaf = signed.CopyWithPrivateKey(leafKey);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_server_that_sends_its_intermediate_is_trusted_by_who_knows_the_root(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version, [_middle]);

        await using var control = await pair.ConnectAsync();
        await control.SettleAsync();
        await using var data = await pair.ConnectAsync(control);

        Assert.Equal("CN=localhost", control.Client.Info.PeerCertificate?.Subject);
        Assert.True(data.Client.Info.Resumed);
    }

    [Theory]
    [MemberData(nameof(Backends.PairsAndVersions), MemberType = typeof(Backends))]
    public async Task A_server_that_forgot_its_intermediate_is_not(TlsBackend client, TlsBackend server, TlsVersion version)
    {
        using var pair = Create(client, server, version, []);

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atClient?.Failure);
        Assert.Equal(CertificateFault.UnknownAuthority, atClient!.Fault);
    }

    public void Dispose()
    {
        _leaf.Dispose();
        _middle.Dispose();
        _ca.Dispose();
    }

    private TlsPair Create(TlsBackend client, TlsBackend server, TlsVersion version, IReadOnlyList<X509Certificate2> intermediates) => TlsPair.Create(
        _ca,
        client,
        server,
        o => o with { MinVersion = version, MaxVersion = version },
        o => o with { MinVersion = version, MaxVersion = version, Certificate = TlsCertificate.From(_leaf, intermediates) });
}
