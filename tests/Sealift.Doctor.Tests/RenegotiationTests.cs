using Sealift.Tls;

namespace Sealift.Doctor.Tests;

public sealed class RenegotiationTests
{
    [Fact]
    public async Task Server_that_refuses_a_second_handshake_is_good()
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.Options with { Client = server.Options.Client with { TlsBackend = TlsBackend.OpenSsl } };

        var finding = await Examine.OneAsync(options, "SL-TLS-63");

        Assert.Equal(Verdict.Good, finding.Verdict);
        Assert.Contains("a second handshake begun by this side: refused", finding.Evidence);
    }

    [Fact]
    public async Task With_the_platform_backend_it_cannot_be_told()
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.Options with { Client = server.Options.Client with { TlsBackend = TlsBackend.Platform } };

        var finding = await Examine.OneAsync(options, "SL-TLS-63");

        Assert.Equal(Verdict.CannotTell, finding.Verdict);
        Assert.Contains("SEALIFT_TLS=openssl", finding.Summary, StringComparison.Ordinal);
    }
}
