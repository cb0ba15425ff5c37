using System.Globalization;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Frame;

/// <summary>What is around every view: colours, keys, and the connection to the app itself.</summary>
public sealed class FrameBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task Colours_follow_the_system_until_somebody_chooses_and_the_choice_is_kept()
    {
        using var home = new TempDirectory();
        await using (var app = await AppProcess.StartAsync(home))
        await using (var window = await AppWindow.OpenAsync(chromium, app, isDark: true))
        {
            var page = window.Page;
            await page.Locator(".shell.dark").WaitForAsync();
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.Locator(".shell.light").WaitForAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Colours: System" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Dark" }).ClickAsync();
            await page.Locator(".shell.dark").WaitForAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Colours: Dark" })).ToBeVisibleAsync();
            await KeptPreference.WaitAsync(home, "\"theme\": \"dark\"");
            Assert.Empty(window.Complaints);
        }

        await using var again = await AppProcess.StartAsync(home);
        await using var second = await AppWindow.OpenAsync(chromium, again, isDark: false);
        await second.Page.Locator(".shell.dark").WaitForAsync();
        await Expect(second.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Empty(second.Complaints);
    }

    [Fact]
    public async Task A_connection_to_the_app_that_breaks_comes_back_with_everything_as_it_was()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var browser = await chromium.OpenAsync();
        var page = await browser.NewPageAsync();
        var sockets = new List<IWebSocketRoute>();
        await page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            socket.ConnectToServer();
            lock (sockets) sockets.Add(socket);
        });
        await page.GotoAsync(app.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Log", Exact = true }).ClickAsync();
        await page.GetByLabel("Find in the log").FillAsync("something");

        IWebSocketRoute broken;
        lock (sockets) broken = Assert.Single(sockets);
        await broken.CloseAsync(new() { Code = 1011, Reason = "broken by the test" });
        await page.UntilAsync("() => document.getElementById('components-reconnect-modal').classList.contains('components-reconnect-hide')");

        await page.GetByRole(AriaRole.Link, new() { Name = "Queue", Exact = true }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Queue - Sealift");
        lock (sockets) Assert.True(sockets.Count >= 2);
    }

    [Fact]
    public async Task A_view_that_was_left_before_its_script_came_is_no_error_in_the_next_one()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var mayCome = new TaskCompletionSource();
        await window.Page.RouteAsync("**/follow.js", async route =>
        {
            await mayCome.Task;
            await route.ContinueAsync();
        });

        await window.GoToAsync("Log");
        await window.GoToAsync("Queue");
        mayCome.SetResult();
        await window.Page.EvaluateAsync("() => import('/follow.js')"); // the app is told of its own import before anything that follows
        await window.GoToAsync("Timeline");
        await window.GoToAsync("Queue");

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_window_says_so_when_the_app_has_ended_and_when_it_was_started_again()
    {
        using var home = new TempDirectory();
        var port = QuietPort.Find().ToString(CultureInfo.InvariantCulture);
        await using var app = await AppProcess.StartAsync(home, "--port", port);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Log", Exact = true }).ClickAsync();
        await app.KillAsync();

        await page.GetByRole(AriaRole.Alertdialog).GetByText("The connection to the app is lost").WaitForAsync();
        await page.GetByText("run \"sealift app\"").First.WaitForAsync();

        await using var again = await AppProcess.StartAsync(home, "--port", port);
        await page.GetByRole(AriaRole.Alertdialog).GetByText("The app was started again").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reload" })).ToBeVisibleAsync();

        // The new address opens it in the same window.
        await page.GotoAsync(again.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).WaitForAsync();
    }

    [Fact]
    public async Task The_content_is_reached_past_the_rail_by_one_key()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;
        await page.GotoAsync(new Uri(app.Origin, "/log").AbsoluteUri);
        var skip = page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await page.Locator(".shell.light").WaitForAsync();

        await skip.PressAsync("Enter");

        await Expect(page.Locator("main")).ToBeFocusedAsync();
        await Expect(page).ToHaveTitleAsync("Log - Sealift");
        Assert.Empty(window.Complaints);
    }
}
