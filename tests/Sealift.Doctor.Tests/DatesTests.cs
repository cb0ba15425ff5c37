using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

public sealed class DatesTests
{
    [Theory]
    [InlineData(-30, -1, "The certificate has expired")]
    [InlineData(2, 90, "The certificate is not valid yet")]
    [InlineData(-1, 10, "The certificate ends soon")]
    [InlineData(-1, 90, null)]
    public async Task Certificate_is_judged_by_its_dates(int from, int to, string? fault)
    {
        await using var server = await HealthyServer.StartAsync(
            new TestCertificateOptions { ValidFrom = TimeSpan.FromDays(from), ValidTo = TimeSpan.FromDays(to) });

        var finding = await Examine.OneAsync(server.Options, "SL-CERT-52");

        Assert.Equal(fault, finding.Fault?.Title);
        Assert.Equal(fault is null ? Verdict.Good : finding.Fault!.Verdict, finding.Verdict);
    }
}
