using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task Self_signed_certificate_is_told_with_the_pin_to_compare()
    {
        await using var server = await HealthyServer.StartAsync(new TestCertificateOptions { SelfSigned = true });

        var finding = await Examine.OneAsync(server.Options, "SL-CERT-51");

        Assert.Equal("The certificate is self-signed", finding.Fault?.Title);
        Assert.Contains("--pin sha256//", finding.Meanwhile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_for_other_names_is_told_with_the_names_that_it_has()
    {
        await using var server = await HealthyServer.StartAsync(new TestCertificateOptions { Names = ["ftp.example.org", "192.0.2.7"] });

        var finding = await Examine.OneAsync(server.Options, "SL-CERT-53");

        Assert.Equal("The certificate is for another name", finding.Fault?.Title);
        Assert.Contains("ftp.example.org, 192.0.2.7", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_a_client_is_not_one_of_a_server()
    {
        await using var server = await HealthyServer.StartAsync(new TestCertificateOptions { ForClient = true });

        var finding = await Examine.OneAsync(server.Options, "SL-CERT-51");

        Assert.Equal("The certificate may not be used for this", finding.Fault?.Title);
    }

    [Theory]
    [InlineData("SL-CERT-54")]
    [InlineData("SL-CERT-55")]
    [InlineData("SL-CERT-56")]
    [InlineData("SL-CERT-57")]
    public async Task Healthy_certificate_is_good(string check)
    {
        await using var server = await HealthyServer.StartAsync();

        Assert.Equal(Verdict.Good, (await Examine.OneAsync(server.Options, check)).Verdict);
    }
}
