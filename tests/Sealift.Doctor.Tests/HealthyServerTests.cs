using Sealift.Client;
using Sealift.Core;

namespace Sealift.Doctor.Tests;

/// <summary>This suite's own server: nothing is wrong with it.</summary>
public sealed class HealthyServerTests
{
    [Theory]
    [InlineData(FtpTlsMode.Explicit)]
    [InlineData(FtpTlsMode.Implicit)]
    public async Task Nothing_is_wrong_with_a_healthy_server(FtpTlsMode mode)
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.LoggedIn;
        if (mode == FtpTlsMode.Implicit) options = options with { Client = options.Client with { Mode = mode, Port = server.ImplicitPort } };

        var report = await Examine.RunAsync(options);

        Assert.True(report.With(Verdict.Problem).Concat(report.With(Verdict.CannotTell)).All(finding => finding.IsLeftOut), string.Join('\n', report.Findings.Where(finding => finding.Verdict is Verdict.Problem or Verdict.CannotTell).Select(finding => $"{finding.Check}: {finding.Summary} {string.Join(" | ", finding.Evidence)}")));
        Assert.Equal(mode, report.Mode);
        Assert.Equal(ServerFamily.Sealift, report.Family);
    }

    [Fact]
    public async Task Wrong_password_is_said_once_and_named()
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.LoggedIn with { Client = server.LoggedIn.Client with { Credential = FtpCredential.WithPassword(HealthyServer.User, "wrong") } };

        var report = await Examine.RunAsync(options, "SL-AUTH-51", "SL-TLS-61", "SL-TLS-62");

        Assert.Equal("The login is refused", report.Findings[0].Fault?.Title);
        Assert.All(report.Findings.Skip(1), finding => Assert.Equal(Verdict.CannotTell, finding.Verdict));
    }

    [Fact]
    public async Task No_password_goes_to_a_server_that_is_not_trusted()
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.LoggedIn with { Client = server.LoggedIn.Client with { Trust = new Sealift.Tls.Trust.TrustPolicy { Roots = [] } }, Roots = [] };

        var report = await Examine.RunAsync(options, "SL-AUTH-51", "SL-TLS-61", "SL-CERT-51");

        var chain = report.Findings.Single(finding => finding.Id == "SL-CERT-51");
        Assert.Equal("The certificate's authority is not known here", chain.Fault?.Title);
        Assert.Contains("sealift trust add 127.0.0.1:", chain.Meanwhile, StringComparison.Ordinal);
        Assert.Contains("No password was sent", report.Findings.Single(finding => finding.Id == "SL-AUTH-51").Summary, StringComparison.Ordinal);
    }
}
