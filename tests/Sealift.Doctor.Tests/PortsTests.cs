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
    public async Task Open_port_of_a_healthy_server_is_good()
    {
        await using var server = await HealthyServer.StartAsync();

        Assert.Equal(Verdict.Good, (await Examine.OneAsync(server.Options, "SL-NET-52")).Verdict);
    }
}
