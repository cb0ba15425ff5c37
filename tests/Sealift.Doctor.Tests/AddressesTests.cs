using System.Net;
using Sealift.Client;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Tests;

public sealed class AddressesTests
{
    [Fact]
    public async Task Host_that_does_not_exist_is_a_problem_and_the_rest_is_told_as_not_checked()
    {
        // RFC 6761 section 6.4: names under "invalid" never resolve.
        var options = Examine.Local(21) with
        {
            Client = new FtpClientOptions { Host = "no-such-host.invalid" },
            Patience = TimeSpan.FromMinutes(5), // a resolver that is not reached takes its time
        };

        var report = await Examine.RunAsync(options);

        var unknown = Assert.Single(report.Findings, finding => finding.Id == "SL-NET-51");
        Assert.Equal(Verdict.Problem, unknown.Verdict);
        Assert.Equal("The host is not known", unknown.Fault!.Title);
        Assert.False(report.IsReached);
        Assert.All(report.Findings.Where(finding => finding != unknown), finding => Assert.Equal(Verdict.CannotTell, finding.Verdict));
    }

    [Fact]
    public async Task Address_that_does_not_answer_beside_one_that_does_is_named()
    {
        await using var server = await HealthyServer.StartAsync();
        var examination = new Examination(server.Options)
        {
            Addresses = new Fact<IPAddress[]>(_ => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")])),
        };

        var finding = await DoctorCheck.Find("SL-NET-51")!.RunAsync(examination, TestContext.Current.CancellationToken);

        Assert.Equal("An address does not answer", finding.Fault?.Title);
        Assert.StartsWith("1 of 2 addresses", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_answers_is_good()
    {
        await using var server = await HealthyServer.StartAsync();

        var finding = await Examine.OneAsync(server.Options, "SL-NET-51");

        Assert.Equal(Verdict.Good, finding.Verdict);
        Assert.Contains($"127.0.0.1 port {server.Port}: answers", finding.Evidence);
    }
}
