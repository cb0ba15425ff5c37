using System.Net;
using Sealift.Doctor.Data;
using Sealift.Doctor.Examining;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

public sealed class PortsTests
{
    [Fact]
    public async Task Closed_port_is_named_with_what_to_start_on_each_family()
    {
        using var dead = new DeadPort();

        var finding = await Examine.OneAsync(Examine.Local(dead.Port), "SL-NET-52");

        Assert.Equal(Verdict.Problem, finding.Verdict);
        Assert.Equal("The port is closed", finding.Fault!.Title);
        Assert.Equal(ServerFamily.All, finding.Fault.Remedies.Select(remedy => remedy.Family));
    }

    [Fact]
    public async Task Port_that_drops_packets_is_told_from_one_that_is_closed()
    {
        using var silent = new SilentPort();

        var finding = await Examine.OneAsync(Examine.Local(silent.Port) with { Patience = TimeSpan.FromSeconds(1) }, "SL-NET-52");

        Assert.Equal("The port does not answer", finding.Fault?.Title);
        Assert.Equal(ServerFamily.All, finding.Fault!.Remedies.Select(remedy => remedy.Family));
    }

    [Theory]
    [InlineData(nameof(Speech.Http), "Port 990 is open and does not speak implicit FTPS")]
    [InlineData(nameof(Speech.FtpInTls), null)]
    public async Task Port_of_implicit_tls_that_speaks_something_else_is_named(string speech, string? fault)
    {
        PortLook[] ports = [new(21, PortState.Open, "speaks FTP") { Speech = Speech.Ftp }, new(990, PortState.Open, "speaks") { Speech = Enum.Parse<Speech>(speech) }];
        var examination = new Examination(Examine.Local(21)) { Ports = new Fact<IReadOnlyList<PortLook>>(_ => Task.FromResult<IReadOnlyList<PortLook>>(ports)) };

        Assert.Equal(fault, (await DoctorCheck.Find("SL-TLS-53")!.RunAsync(examination, TestContext.Current.CancellationToken)).Fault?.Title);
    }

    [Theory]
    [InlineData("192.168.1.5", "198.51.100.7", "PASV names an address inside the server's own network")]
    [InlineData("100.64.0.1", "198.51.100.7", "PASV names an address inside the server's own network")]
    [InlineData("203.0.113.9", "198.51.100.7", "PASV names another address")]
    [InlineData("10.0.0.9", "10.0.0.7", "PASV names another address")]
    [InlineData("0.0.0.0", "198.51.100.7", "PASV names no address")]
    [InlineData("198.51.100.7", "198.51.100.7", null)]
    public void Address_of_pasv_is_judged_by_the_servers_own(string named, string server, string? fault) =>
        Assert.Equal(fault, PassiveAddressCheck.FindFault(IPAddress.Parse(named), IPAddress.Parse(server))?.Title);

    [Fact]
    public async Task Open_port_of_a_healthy_server_is_good()
    {
        await using var server = await HealthyServer.StartAsync();

        Assert.Equal(Verdict.Good, (await Examine.OneAsync(server.Options, "SL-NET-52")).Verdict);
    }
}
