using System.Net;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Security;

/// <summary>The doors of the real program, tried with raw HTTP.</summary>
public sealed class DoorTests
{
    private static readonly string[] Everything =
        ["/", "/queue", "/start", "/timeline", "/alive", "/log.txt", "/timelines/1.svg", "/app.css", "/app.js", "/icon.svg", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css", "/_blazor", "/login", "/nowhere"];

    [Fact]
    public async Task Without_the_cookie_there_is_nothing_not_even_a_style_sheet()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);
        var own = app.Origin.GetLeftPart(UriPartial.Authority);

        foreach (var path in Everything)
        {
            foreach (var (method, origin) in new[] { ("GET", (string?)null), ("HEAD", null), ("POST", own) })
            {
                using var answer = await stranger.AskAsync(path, method, origin: origin);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }

        using var wrong = await stranger.AskAsync("/?token=AAAA");
        using var wrongCookie = await stranger.AskAsync("/", cookie: $"sealift-{app.Origin.Port}=AAAA");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrongCookie.StatusCode);
    }

    [Fact]
    public async Task The_address_gives_a_cookie_once_that_scripts_and_other_sites_do_not_get()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);

        using var first = await stranger.AskAsync(app.Address.PathAndQuery);
        using var second = await stranger.AskAsync(app.Address.PathAndQuery);

        var flags = Stranger.Cookie(first).Split("; ");
        Assert.Equal("/", first.Headers.Location!.ToString());
        Assert.Contains("httponly", flags);
        Assert.Contains("samesite=strict", flags);
        Assert.Contains("path=/", flags);
        Assert.DoesNotContain(flags, static flag => flag.StartsWith("expires", StringComparison.Ordinal) || flag.StartsWith("domain", StringComparison.Ordinal) || flag.StartsWith("max-age", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        using var page = await stranger.AskAsync("/queue", cookie: flags[0]);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain(app.Address.Query.Split('=')[1], await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_of_this_machine_gets_nothing_and_does_not_use_the_address_up()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);
        var port = app.Origin.Port;

        string[] hosts = [$"evil.example:{port}", "evil.example", "127.0.0.1", $"127.0.0.1:{port + 1}", $"127.0.0.1.evil.example:{port}", $"localhost.evil.example:{port}", $"[::2]:{port}"];
        foreach (var host in hosts)
        {
            using var answer = await stranger.AskAsync(app.Address.PathAndQuery, host: host);
            Assert.True(answer.StatusCode == HttpStatusCode.MisdirectedRequest, $"{host}: {answer.StatusCode}");
        }

        var cookie = await stranger.TakeCookieAsync();
        foreach (var host in hosts)
        {
            using var answer = await stranger.AskAsync("/", host: host, cookie: cookie);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        using var byName = await stranger.AskAsync("/queue", host: $"localhost:{port}", cookie: cookie);
        Assert.Equal(HttpStatusCode.OK, byName.StatusCode);
    }

    [Fact]
    public async Task The_page_of_another_origin_may_use_nothing_even_with_the_cookie()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);
        var cookie = await stranger.TakeCookieAsync();
        var own = app.Origin.GetLeftPart(UriPartial.Authority);

        foreach (var origin in (string[])["https://evil.example", "null", $"https://127.0.0.1:{app.Origin.Port}", $"http://127.0.0.1:{app.Origin.Port + 1}", $"http://localhost:{app.Origin.Port}", ""])
        {
            foreach (var (path, method) in new[] { ("/", "GET"), ("/log.txt", "GET"), ("/_blazor/negotiate?negotiateVersion=1", "POST"), ("/files/upload/1?path=x", "POST") })
            {
                using var answer = await stranger.AskAsync(path, method, origin: origin, cookie: cookie);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} of \"{origin}\": {answer.StatusCode}");
            }
        }

        // A form of another page that hides where it comes from; and the app's own page.
        using var nameless = await stranger.AskAsync("/_blazor/negotiate?negotiateVersion=1", "POST", cookie: cookie);
        using var ours = await stranger.AskAsync("/_blazor/negotiate?negotiateVersion=1", "POST", origin: own, cookie: cookie);
        Assert.Equal(HttpStatusCode.Forbidden, nameless.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ours.StatusCode);
    }

    [Fact]
    public async Task A_web_socket_is_for_the_own_page_with_the_cookie_alone()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);
        var cookie = await stranger.TakeCookieAsync();
        var own = app.Origin.GetLeftPart(UriPartial.Authority);

        foreach (var origin in (string?[])["https://evil.example", "null", null, $"http://127.0.0.1:{app.Origin.Port + 1}"])
        {
            foreach (var one in (string?[])[cookie, null])
            {
                using var answer = await stranger.AskAsync("/_blazor", origin: origin, cookie: one, isWebSocket: true);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"\"{origin}\", {(one is null ? "without" : "with")} cookie: {answer.StatusCode}");
            }
        }

        using var noCookie = await stranger.AskAsync("/_blazor", origin: own, isWebSocket: true);
        using var let = await stranger.AskAsync("/_blazor", origin: own, cookie: cookie, isWebSocket: true);
        Assert.Equal(HttpStatusCode.Unauthorized, noCookie.StatusCode);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, let.StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_from_elsewhere_and_frames()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);
        using var misled = await stranger.AskAsync("/", host: "evil.example");
        using var refused = await stranger.AskAsync("/");
        using var foreign = await stranger.AskAsync("/", origin: "https://evil.example");
        CheckHeaders(misled);
        CheckHeaders(refused);
        CheckHeaders(foreign);
        var cookie = await stranger.TakeCookieAsync();

        foreach (var path in Everything)
        {
            using var answer = await stranger.AskAsync(path, cookie: cookie);
            CheckHeaders(answer);
            Assert.True(answer.StatusCode != HttpStatusCode.Unauthorized, path);
        }
    }

    [Theory]
    [InlineData("/timelines/1.svg")]
    [InlineData("/timelines/1.exe")]
    [InlineData("/timelines/-1.zip")]
    [InlineData("/timelines/999999999999.html")]
    public async Task A_session_that_is_none_is_not_found(string path)
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        using var stranger = new Stranger(app.Address);

        using var answer = await stranger.AskAsync(path, cookie: await stranger.TakeCookieAsync());

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static void CheckHeaders(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
