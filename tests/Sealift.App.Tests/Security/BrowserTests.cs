using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Sealift.App.Queue;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Files;
using Sealift.App.Tests.Frame;
using Sealift.TestKit;

namespace Sealift.App.Tests.Security;

/// <summary>What only a real browser shows: its own rules, and whether a page gets around them.</summary>
public sealed class BrowserTests(Chromium chromium)
{
    private static readonly string[] Views = ["Queue", "Sites", "Timeline", "Log", "Doctor", "Files"];

    [Fact]
    public async Task No_view_breaks_the_policy_or_asks_another_host()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var strangers = new List<string>();
        window.Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("data" or "blob") && url.Authority != app.Origin.Authority) lock (strangers) strangers.Add(request.Url);
        };

        foreach (var view in Views) await window.GoToAsync(view);
        foreach (var path in (string[])["/start", "/not-found", "/timeline/77"])
        {
            await window.Page.GotoAsync(new Uri(app.Origin, path).AbsoluteUri);
            await window.Page.Locator(".shell.light").WaitForAsync();
        }

        await window.Page.Keyboard.PressAsync("F1");
        await window.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        Assert.Empty(window.Complaints);
        lock (strangers) Assert.Empty(strangers);
    }

    [Fact]
    public async Task A_page_of_another_port_of_this_machine_gets_nothing_although_its_browser_has_the_cookie()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var evil = await StartPageAsync();
        await using var browser = await chromium.OpenAsync();
        var page = await browser.NewPageAsync();
        var said = new List<string>();
        page.Console += (_, message) =>
        {
            lock (said) said.Add(message.Text);
        };
        await page.GotoAsync(app.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).WaitForAsync();

        await page.GotoAsync(evil.Urls.First());
        var got = await page.EvaluateAsync<string[]>(
            """
            async app => {
                const results = [];
                const attempt = async (name, action) => { try { results.push(`${name}: ${await action()}`); } catch { results.push(`${name}: refused`); } };
                const loads = (tag, attributes) => new Promise((done, failed) => {
                    const element = Object.assign(document.createElement(tag), attributes);
                    element.onload = () => done('loaded');
                    element.onerror = failed;
                    document.body.append(element);
                });
                await attempt('read', async () => (await fetch(`${app}/log.txt`, { credentials: 'include' })).text());
                await attempt('post', async () => (await fetch(`${app}/files/upload/1?path=x`, { method: 'POST', body: 'x', credentials: 'include' })).status);
                await attempt('script', () => loads('script', { src: `${app}/app.js` }));
                await attempt('picture', () => loads('img', { src: `${app}/icon.svg` }));
                await attempt('socket', () => new Promise((done, failed) => {
                    const socket = new WebSocket(`${app.replace('http', 'ws')}/_blazor`);
                    socket.onopen = () => done('open');
                    socket.onerror = failed;
                }));
                return results;
            }
            """,
            app.Origin.GetLeftPart(UriPartial.Authority));

        Assert.Equal(["read: refused", "post: refused", "script: refused", "picture: refused", "socket: refused"], got);

        // Nor does a frame of it show the app, and a form of it is refused.
        var frame = await page.EvaluateHandleAsync(
            "app => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = () => done(frame); frame.src = app + '/queue'; document.body.append(frame); })",
            app.Origin.GetLeftPart(UriPartial.Authority));
        var inside = await frame.AsElement()!.ContentFrameAsync();
        await Eventually.TrueAsync(() => inside!.Url.StartsWith("chrome-error:", StringComparison.Ordinal)); // the browser tells it on another line than what the script gave
        Assert.Equal(0, await inside!.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).CountAsync());
        await Eventually.TrueAsync(() =>
        {
            lock (said) return said.Exists(static line => line.Contains("frame-ancestors", StringComparison.Ordinal));
        });
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("app => { const form = document.createElement('form'); form.method = 'post'; form.action = app + '/login'; document.body.append(form); form.submit(); }", app.Origin.GetLeftPart(UriPartial.Authority)),
            response => response.Url.EndsWith("/login", StringComparison.Ordinal));
        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task Names_with_markup_and_turned_letters_are_shown_as_they_are_and_do_nothing()
    {
        const string Markup = "<img src=x onerror=window.pwned=1><script>window.pwned=2<";
        const string Turned = "invoice\u202efdp.exe";
        using var home = new TempDirectory();
        using var local = new TempDirectory();
        await using var server = await LocalServer.StartAsync();
        foreach (var name in (string[])[Markup, Turned, "&amp;\"'`javascript:alert(1)"])
            await File.WriteAllTextAsync(Path.Join(server.Home, name), "x", TestContext.Current.CancellationToken);
        await HomeQueue.AddAsync(home, new NewTransfer(server.Address, local.Path + "/copy/") { Words = [.. server.Words, "--sessions", "1"] });
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;

        await window.GoToAsync("Timeline");
        await page.GetByText("data connections resumed").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await page.GetByLabel("Find in the session").FillAsync("onerror");
        await page.GetByText(Markup).First.WaitForAsync();
        await page.GetByText(Markup).First.ClickAsync();
        await page.GetByLabel("The event").GetByText(Markup).WaitForAsync();
        await page.GetByLabel("Find in the session").FillAsync("fdp.exe");
        await page.GetByText(@"invoice\u202efdp.exe").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Picture" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Picture of the session" }).GetByText(@"invoice\u202efdp.exe").First.WaitForAsync();
        await window.GoToAsync("Log");
        await page.GetByLabel("Find in the log").FillAsync("onerror");
        await page.GetByText(Markup).First.WaitForAsync();
        await window.GoToAsync("Queue");
        await window.GoToAsync("Files");

        Assert.True(await page.EvaluateAsync<bool>("() => window.pwned === undefined && document.querySelector('img[src=\"x\"]') === null"));
        Assert.Empty(window.Complaints);
    }

    private static async Task<WebApplication> StartPageAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var page = builder.Build();
        page.Urls.Add("http://127.0.0.1:0");
        page.MapGet("/", static () => Results.Content("<!doctype html><title>Another page</title><body>", "text/html"));
        await page.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }
}
