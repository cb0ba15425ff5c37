using System.Net;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Frame;
using Sealift.TestKit;

namespace Sealift.App.Tests.Security;

/// <summary>The app for other machines: only with a certificate and a password.</summary>
public sealed class ListenTests
{
    private const string Password = "for other machines";

    [Fact]
    public async Task The_password_opens_it_over_https_and_its_cookie_is_for_https_alone()
    {
        using var home = new TempDirectory();
        using var certificates = new TestCertificates();
        var certificate = certificates.IssueServer("localhost");
        await using var app = await AppProcess.StartAsync(
            home, "--listen", "0.0.0.0", "--cert", certificate.CertificateFile, "--key", certificate.KeyFile, "--password-file", home.WritePrivate("password", Password));
        var own = $"https://localhost:{app.Address.Port}";
        using var stranger = new Stranger(new Uri(own), certificates.Authority);

        using var first = await stranger.AskAsync("/");
        using var files = await stranger.AskAsync("/app.css");
        using var page = await stranger.AskAsync("/login");
        using var wrong = await LogInAsync("no", own);
        using var foreign = await LogInAsync(Password, "https://evil.example");
        using var right = await LogInAsync(Password, own);

        Assert.Equal("https", app.Address.Scheme);
        Assert.Empty(app.Address.Query);
        Assert.Equal("/login", first.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, files.StatusCode);
        Assert.Contains("type=\"password\"", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.False(foreign.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        var flags = Stranger.Cookie(right).Split("; ");
        Assert.Contains("secure", flags);
        using var queue = await stranger.AskAsync("/queue", cookie: flags[0]);
        Assert.Equal(HttpStatusCode.OK, queue.StatusCode);

        async Task<HttpResponseMessage> LogInAsync(string password, string origin)
        {
            using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("password", password)]);
            return await stranger.AskAsync("/login", "POST", origin: origin, content: form);
        }
    }

    [Theory]
    [InlineData("--listen 0.0.0.0")]
    [InlineData("--listen 0.0.0.0 --cert CERT")]
    [InlineData("--listen :: --password-file CERT")]
    public async Task Other_machines_are_refused_without_both(string words)
    {
        using var home = new TempDirectory();
        var file = home.Write("cert.pem", "x"u8);

        var (exitCode, _, error) = await AppCommandLine.RunAsync(AppProcess.Program, home, words.Replace("CERT", file, StringComparison.Ordinal).Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Contains("needs --cert and --password-file", error, StringComparison.Ordinal);
        Assert.Contains("ssh tunnel", error, StringComparison.Ordinal);
    }
}
