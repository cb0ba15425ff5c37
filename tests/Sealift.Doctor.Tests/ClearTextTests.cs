namespace Sealift.Doctor.Tests;

/// <summary>What a server says before TLS.</summary>
public sealed class ClearTextTests
{
    [Theory]
    [InlineData("500 What?", "The server offers no TLS")]
    [InlineData("502 Not here.", "The server offers no TLS")]
    [InlineData("534 Not allowed.", "The server refuses TLS by policy")]
    [InlineData("431 No certificate.", "The server cannot begin TLS at the moment")]
    [InlineData("334 Go on.", "AUTH TLS is answered with 334 instead of 234")]
    [InlineData("234 Go on.", null)]
    public async Task Auth_tls_is_judged_by_its_code(string answer, string? fault)
    {
        await using var server = SpeechTests.Answering("220 Here.", line => line.StartsWith("AUTH", StringComparison.Ordinal) ? answer : "500 What?");

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-51");

        Assert.Equal(fault, finding.Fault?.Title);
    }

    [Fact]
    public async Task Server_that_knows_only_the_old_names_of_tls_is_named()
    {
        await using var server = SpeechTests.Answering("220 Here.", line => line == "AUTH SSL" ? "234 Go on." : "504 What?");

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-TLS-52");

        Assert.Equal("Only old names of TLS are known", finding.Fault?.Title);
    }

    [Fact]
    public async Task Server_that_asks_for_a_password_in_clear_text_is_named_and_gets_none()
    {
        var heard = new List<string>();
        await using var server = SpeechTests.Answering("220 Here.", line =>
        {
            lock (heard) heard.Add(line);
            return line.StartsWith("USER", StringComparison.Ordinal) ? "331 Password?" : "500 What?";
        });

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-AUTH-53");

        Assert.Equal("Passwords are taken in clear text", finding.Fault?.Title);
        Assert.DoesNotContain(heard, line => line.StartsWith("PASS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anonymous_user_in_clear_text_is_named()
    {
        await using var server = SpeechTests.Answering("220 Here.", line => line switch
        {
            "USER anonymous" => "331 Your address, please.",
            "PASS anonymous@" => "230 Welcome.",
            _ => "500 What?",
        });

        Assert.Equal("The anonymous user may log in in clear text", (await Examine.OneAsync(Examine.Local(server.Port), "SL-AUTH-54")).Fault?.Title);
    }

    [Theory]
    [InlineData("220-Welcome to \x1b[31mred\r\n220 Here.", "control characters")]
    [InlineData("220 Here.\r\n331 Password?", "nobody asked for")]
    public async Task Odd_greeting_is_named(string greeting, string expected)
    {
        await using var server = SpeechTests.Answering(greeting, _ => "500 What?");

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-NET-54");

        Assert.Equal(Verdict.Advice, finding.Verdict);
        Assert.Contains(expected, finding.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', string.Concat(finding.Evidence));
    }

    [Fact]
    public async Task Server_that_has_features_without_tls_among_them_is_named()
    {
        await using var server = await HealthyServer.StartAsync();

        Assert.Equal(Verdict.Good, (await Examine.OneAsync(server.Options, "SL-TLS-59")).Verdict);
    }
}
