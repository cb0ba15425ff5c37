using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

/// <summary>What is offered in a handshake and how the answer is judged, also where this machine's own library would refuse.</summary>
public sealed class HelloTests
{
    private const ushort Strong = 0xC02F, RsaOnly = 0x002F, Rc4 = 0x0005, Modern = 0x1301;

    [Theory]
    [InlineData(0x0301, 0x0303, "Old versions of TLS are accepted")]
    [InlineData(0x0300, 0x0304, "Old versions of TLS are accepted")]
    [InlineData(0x0301, 0x0301, "The server speaks no version of TLS that is still in use")]
    [InlineData(0x0303, 0x0303, "TLS 1.3 is not offered")]
    [InlineData(0x0304, 0x0304, "TLS 1.2 is not offered")]
    [InlineData(0x0303, 0x0304, null)]
    public async Task Versions_are_judged_each_by_itself(int oldest, int newest, string? fault)
    {
        await using var server = HelloServer.Start(offer => offer.Version >= oldest && offer.Version <= newest ? offer.Suites[0] : null);

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-54");

        Assert.Equal(fault, finding.Fault?.Title);
        Assert.Equal(5, finding.Evidence.Count);
    }

    [Theory]
    [InlineData(new[] { Strong, Rc4 }, "Broken cipher suites are accepted")]
    [InlineData(new[] { Strong, RsaOnly }, "Suites without forward secrecy are accepted")]
    [InlineData(new[] { RsaOnly }, "Only suites without forward secrecy are accepted")]
    [InlineData(new[] { Strong, Modern }, null)]
    public async Task Suites_are_found_one_by_one_and_weak_ones_named(ushort[] suites, string? fault)
    {
        await using var server = HelloServer.Start(offer => offer.Version < 0x0303 ? null : offer.Suites.Where(suites.Contains).Cast<ushort?>().FirstOrDefault());

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-55");

        Assert.Equal(fault, finding.Fault?.Title);
        if (suites.Contains(Rc4)) Assert.Contains("TLS_RSA_WITH_RC4_128_SHA", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_agrees_to_everything_is_left_after_as_many_suites_as_there_are()
    {
        await using var server = HelloServer.Start(static _ => Strong);

        Assert.NotEqual(Verdict.CannotTell, (await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-55")).Verdict);
    }

    [Fact]
    public async Task Server_without_secure_renegotiation_is_named()
    {
        await using var server = HelloServer.Start(static offer => offer.Version == 0x0303 ? Strong : null, extensions: []);

        Assert.Equal("Secure renegotiation is not known", (await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-63")).Fault?.Title);
    }

    [Fact]
    public async Task Server_that_refuses_the_application_protocol_is_named()
    {
        await using var server = HelloServer.Start(static offer => offer.Version != 0x0303 || offer.Has([0, 16, 0, 6]) ? null : Strong);

        Assert.Equal("The application protocol ftp is refused", (await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-56")).Fault?.Title);
    }

    [Fact]
    public async Task Server_that_chooses_another_application_protocol_is_named()
    {
        await using var server = HelloServer.Start(static offer => offer.Version == 0x0303 ? Strong : null, extensions: [0, 16, 0, 5, 0, 3, 2, (byte)'h', (byte)'2']);

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-56");

        Assert.Equal("The server chooses an application protocol that was not offered", finding.Fault?.Title);
        Assert.Contains("h2", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_needs_a_name_is_named()
    {
        // server_name, RFC 6066 section 3
        await using var picky = HelloServer.Start(offer => offer.Suites.Count > 20 ? Strong : offer.Has("sealift-doctor.invalid"u8) ? Strong : null);

        Assert.Equal("Without the server's name there is another certificate, or none", (await Examine.OneAsync(Examine.Local(picky.Port), "SL-TLS-57")).Fault?.Title);
    }

    [Fact]
    public async Task Server_that_refuses_its_own_name_is_named()
    {
        await using var picky = HelloServer.Start(offer => offer.Has("localhost"u8) ? null : Strong);
        var options = Examine.Local(picky.Port);

        var finding = await Examine.OneAsync(options with { Client = options.Client with { Host = "localhost" } }, "SL-TLS-57");

        Assert.Equal("The host's own name is refused", finding.Fault?.Title);
    }

    [Fact]
    public async Task Server_that_agrees_to_tls_and_falls_silent_is_told_as_such()
    {
        var clock = new TestClock();
        await using var server = new OddServer(async (stream, token) =>
        {
            await stream.WriteAsync("220 Here.\r\n"u8.ToArray(), token);
            while (await HelloServer.ReadLineAsync(stream, token) is { } line && line != "AUTH TLS") await stream.WriteAsync("200 Fine.\r\n"u8.ToArray(), token);
            await stream.WriteAsync("234 Go on.\r\n"u8.ToArray(), token);
            await OddServer.StaySilentAsync(stream, clock, token);
        });

        var finding = await Examine.OneAsync(Examine.Local(server.Port, clock), "SL-TLS-54");

        Assert.Equal(Verdict.CannotTell, finding.Verdict);
        Assert.All(finding.Evidence, line => Assert.Contains("no answer", line, StringComparison.Ordinal));
    }
}
