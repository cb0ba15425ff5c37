using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

public sealed class InTlsTests
{
    [Fact]
    public async Task Command_in_clear_text_that_is_executed_inside_tls_is_named()
    {
        await using var server = new TlsServer(executesClearText: true);
        var options = server.Options;

        // What is answered late counts as not answered: a busy machine must not be late.
        var finding = await Examine.OneAsync(options with { Client = options.Client with { TimeProvider = new SlowTime(5) } }, "SL-TLS-58");

        Assert.Equal("Commands in clear text are executed inside TLS", finding.Fault?.Title);
    }

    [Fact]
    public async Task Words_between_the_agreement_and_the_handshake_are_named()
    {
        await using var server = new TlsServer(afterAuth: "\r\n230 Logged in.");

        var finding = await Examine.OneAsync(server.Options, "SL-TLS-58");

        Assert.Equal("The server sends something between 234 and the handshake", finding.Fault?.Title);
        Assert.Contains("230 Logged in.", Assert.Single(finding.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_throws_clear_text_away_is_good()
    {
        await using var server = new TlsServer();

        Assert.Equal(Verdict.Good, (await Examine.OneAsync(server.Options, "SL-TLS-58")).Verdict);
    }

    [Theory]
    [InlineData("PROT", "534 Not here.", "Data connections cannot be protected")]
    [InlineData("PBSZ", "500 What?", "PBSZ is refused")]
    [InlineData("", "", null)]
    public async Task Protection_of_data_is_judged_by_the_codes(string verb, string answer, string? fault)
    {
        await using var server = new TlsServer(line => verb.Length > 0 && line.StartsWith(verb, StringComparison.Ordinal) ? answer : "200 Fine.");

        Assert.Equal(fault, (await Examine.OneAsync(server.Options, "SL-TLS-60")).Fault?.Title);
    }

    [Theory]
    [InlineData("500 What?", "FEAT is not known")]
    [InlineData("211-\r\n MDTM\r\n SIZE\r\n211 End", "TLS is offered and not listed")]
    [InlineData("211-\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 End", null)]
    public async Task Features_are_judged_by_what_they_list(string answer, string? fault)
    {
        await using var server = new TlsServer(line => line == "FEAT" ? answer : "200 Fine.");

        Assert.Equal(fault, (await Examine.OneAsync(server.Options, "SL-TLS-59")).Fault?.Title);
    }

    [Theory]
    [InlineData(false, "Sessions cannot be resumed")]
    [InlineData(true, null)]
    public async Task Tickets_are_looked_for(bool resumes, string? fault)
    {
        await using var server = new TlsServer(resumes: resumes);

        Assert.Equal(fault, (await Examine.OneAsync(server.Options, "SL-TLS-64")).Fault?.Title);
    }
}
