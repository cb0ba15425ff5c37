using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;

namespace Sealift.Interop.Tests.TestKit;

public sealed class TestCertificatesTests
{
    [Theory]
    [InlineData(TestKeyKind.Ecdsa)]
    [InlineData(TestKeyKind.Rsa)]
    public void Issued_certificate_chains_to_the_authority_and_names_its_hosts(TestKeyKind key)
    {
        using TestCertificates certificates = new();

        TestCertificate issued = certificates.Issue(new() { Names = ["ftp.example.com", "192.0.2.1", "::1"], Key = key });

        Assert.True(IsTrusted(issued, certificates));
        Assert.True(issued.Certificate.MatchesHostname("ftp.example.com"));
        Assert.True(issued.Certificate.MatchesHostname("192.0.2.1"));
        Assert.True(issued.Certificate.MatchesHostname("::1"));
        Assert.False(issued.Certificate.MatchesHostname("localhost"));
    }

    [Fact]
    public void Expired_and_self_signed_certificates_are_not_trusted()
    {
        using TestCertificates certificates = new();

        Assert.True(IsTrusted(certificates.IssueServer(), certificates));
        Assert.False(IsTrusted(certificates.IssueExpired(), certificates));
        Assert.False(IsTrusted(certificates.Issue(new() { SelfSigned = true }), certificates));
    }

    [Fact]
    public void Files_hold_the_certificate_and_its_key_and_disappear_on_disposal()
    {
        TestCertificate issued;
        using (TestCertificates certificates = new())
        {
            issued = certificates.IssueClient("joe");
            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(issued.CertificateFile, issued.KeyFile);
            using X509Certificate2 pfx = X509CertificateLoader.LoadPkcs12FromFile(issued.PfxFile, TestCertificate.PfxPassword);

            Assert.True(pem.HasPrivateKey);
            Assert.True(pfx.HasPrivateKey);
            Assert.Equal("CN=joe", pem.Subject);
            Assert.Equal(issued.Certificate.Thumbprint, pem.Thumbprint);
            Assert.Equal(issued.Certificate.Thumbprint, pfx.Thumbprint);
        }

        Assert.False(File.Exists(issued.KeyFile));
    }

    private static bool IsTrusted(TestCertificate issued, TestCertificates certificates)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificates.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(issued.Certificate);
    }
}
