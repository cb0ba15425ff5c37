using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Files;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Pictures;

public sealed class FramePictureTests(Chromium chromium)
{
    [Fact]
    public async Task The_way_of_a_newcomer_and_what_was_seen_on_it_are_drawn()
    {
        Album.Require();
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsItIsAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app, width: 1440, height: 900);
        var page = window.Page;
        var album = new Album(page);
        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start the practice server" });
        await start.WaitForAsync();
        await album.TakeAsync("start");
        await start.ClickAsync();
        var (left, right) = (page.GetByTestId("pane-left"), page.GetByTestId("pane-right"));
        await right.GetByText("Welcome.txt").WaitForAsync();
        await album.TakeAsync("practice");
        await FilesWindow.List(left).GetByText("Timetable.csv").ClickAsync();
        await page.Keyboard.PressAsync("F5");
        await right.GetByText("Timetable.csv").WaitForAsync();
        await album.TakeAsync("practice-copied");
        await page.Keyboard.PressAsync("F1");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last).ToBeFocusedAsync();
        await album.TakeAsync("help");
        await page.Keyboard.PressAsync("Escape");

        await window.GoToAsync("Timeline");
        await page.GetByText("data connections resumed").First.WaitForAsync();
        await album.TakeAsync("timeline");
        await page.GetByLabel("Find in the session").FillAsync("EPSV");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Picture of the session" })).ToHaveAttributeAsync("data-ready", "");
        await page.Locator("g[data-event] text").Filter(new() { HasText = "EPSV" }).First.ClickAsync();
        await page.GetByLabel("The event").WaitForAsync();
        await page.GetByLabel("Find in the session").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Events of the session" }).GetByText("server: 220").First.WaitForAsync();
        await album.TakeAsync("timeline-list");
        await window.GoToAsync("Log");
        await page.Locator(".log-line").GetByText("job 1: done").First.WaitForAsync();
        await album.TakeAsync("log");
        await page.GotoAsync(new Uri(app.Origin, "/start").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the practice server" }).WaitForAsync();
        await album.TakeAsync("start-again");
        album.AssertReadable();
    }
}
