using Sealift.Doctor.Reporting;

namespace Sealift.Doctor.Tests;

public sealed class ReportTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Text_keeps_to_its_width_unless_a_word_is_longer(int width)
    {
        var report = await ReportAsync();
        using var writer = new StringWriter();

        DoctorText.Write(writer, report, new DoctorTextOptions { Width = width });

        var lines = writer.ToString().Split(Environment.NewLine);
        Assert.Contains("1 problem: passwords are taken in clear text", lines[0] + " " + lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= width || line.Split(' ').Any(word => word.Length > width / 2) || line.Contains("SL-", StringComparison.Ordinal), line));
        Assert.Contains(lines, line => line.StartsWith("PROBLEM", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("force_local_logins_ssl=YES", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_loads_nothing_and_shows_what_a_server_says_as_text()
    {
        var report = await ReportAsync();
        using var writer = new StringWriter();

        DoctorHtml.Write(writer, report);

        var page = writer.ToString();
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    private static async Task<DoctorReport> ReportAsync()
    {
        await using var server = SpeechTests.Answering("220 <b>bold</b> \x1b[31m", line => line.StartsWith("USER", StringComparison.Ordinal) ? "331 <b>bold</b> Password?" : "500 What?");
        return await Examine.RunAsync(Examine.Local(server.Port), "SL-NET-52", "SL-NET-54", "SL-AUTH-53", "SL-TLS-61");
    }
}
