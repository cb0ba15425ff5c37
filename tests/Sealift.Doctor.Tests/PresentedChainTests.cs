using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Doctor.Tests;

/// <summary>Faults of certificates that are made by hand, each beside a chain without it.</summary>
public sealed class PresentedChainTests : IDisposable
{
    private const string EcdsaWithSha1 = "1.2.840.10045.4.1", X25519 = "1.3.101.110";

    private readonly PresentedChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Intermediate_that_is_not_sent_is_missed()
    {
        var (intermediate, key) = _chain.Intermediate("Intermediate");
        using var _ = key;
        var server = _chain.Server("Intermediate", key, names: true);

        Assert.Equal("An intermediate certificate is missing", (await _chain.ExamineAsync("SL-CERT-51", server)).Fault?.Title);
        Assert.Equal(Verdict.Good, (await _chain.ExamineAsync("SL-CERT-51", server, intermediate)).Verdict);
    }

    [Fact]
    public async Task Signature_of_another_key_under_the_authoritys_name_is_not_valid()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var finding = await _chain.ExamineAsync("SL-CERT-51", _chain.Server(signer: stranger));

        Assert.Equal("The certificate's chain is not valid", finding.Fault?.Title);
        Assert.DoesNotContain("trust add", finding.Meanwhile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_key_is_named()
    {
        using var key = RSA.Create(1024);

        var finding = await _chain.ExamineAsync("SL-CERT-54", _chain.Server(key: new PublicKey(key)));

        Assert.Equal("A key is too short", finding.Fault?.Title);
        Assert.Contains("RSA 1024", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_a_strange_kind_is_named()
    {
        var key = new PublicKey(new Oid(X25519), null, new AsnEncodedData(RandomNumberGenerator.GetBytes(32)));

        Assert.Equal("The key is of a kind that clients do not know", (await _chain.ExamineAsync("SL-CERT-54", _chain.Server(key: key))).Fault?.Title);
        Assert.Equal(Verdict.Good, (await _chain.ExamineAsync("SL-CERT-54", _chain.Server())).Verdict);
    }

    [Fact]
    public async Task Signature_with_a_broken_hash_is_named()
    {
        Assert.Equal("A certificate is signed with a broken hash", (await _chain.ExamineAsync("SL-CERT-55", _chain.Server(algorithm: EcdsaWithSha1))).Fault?.Title);
        Assert.Equal(Verdict.Good, (await _chain.ExamineAsync("SL-CERT-55", _chain.Server())).Verdict);
    }

    [Fact]
    public async Task Certificates_in_the_wrong_order_are_named()
    {
        var (upper, upperKey) = _chain.Intermediate("Upper");
        var (lower, lowerKey) = _chain.Intermediate("Lower", "Upper", upperKey);
        using var first = upperKey;
        using var second = lowerKey;
        var server = _chain.Server("Lower", lowerKey);

        Assert.Equal("The certificates are sent in the wrong order", (await _chain.ExamineAsync("SL-CERT-56", server, upper, lower)).Fault?.Title);
        Assert.Equal(Verdict.Good, (await _chain.ExamineAsync("SL-CERT-56", server, lower, upper)).Verdict);
    }

    [Fact]
    public async Task Certificates_that_nobody_needs_are_named()
    {
        var (other, key) = _chain.Intermediate("Other");
        using var _ = key;
        var server = _chain.Server();

        Assert.Equal("Certificates are sent that nobody needs", (await _chain.ExamineAsync("SL-CERT-56", server, other)).Fault?.Title);
        Assert.Equal("The root is sent along.", (await _chain.ExamineAsync("SL-CERT-56", server, _chain.Root)).Summary);
    }

    [Fact]
    public async Task Client_certificate_of_an_authority_that_the_server_does_not_know_is_named()
    {
        using var known = new TestCertificates();
        using var unknown = new TestCertificates();
        await using var server = await HealthyServer.StartAsync(change: options => options with { ClientCertificates = ClientCertificateMode.Required, ClientRoots = [known.Authority] });

        Assert.Equal("The client certificate is not accepted", (await Examine.OneAsync(With(unknown), "SL-CERT-57")).Fault?.Title);
        Assert.Equal(Verdict.Good, (await Examine.OneAsync(With(known), "SL-CERT-57")).Verdict);
        Assert.Equal("The server demands a client certificate", (await Examine.OneAsync(server.Options, "SL-CERT-57")).Fault?.Title);

        DoctorOptions With(TestCertificates authority) =>
            server.Options with { Client = server.Options.Client with { Certificate = TlsCertificate.From(authority.IssueClient("anna").Certificate) } };
    }
}
