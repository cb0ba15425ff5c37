using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Files;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Frame;

/// <summary>The first minutes of somebody who has never used the app.</summary>
public sealed class FirstRunTests(Chromium chromium)
{
    [Fact]
    public async Task A_newcomer_moves_a_file_and_sees_how_it_went()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsItIsAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the practice server" }).ClickAsync();
        var left = page.GetByTestId("pane-left");
        var right = page.GetByTestId("pane-right");
        await left.GetByText("Timetable.csv").WaitForAsync(); // there is a place to copy to
        await FilesWindow.List(right).GetByText("Welcome.txt").ClickAsync();
        await page.Keyboard.PressAsync("F5");

        await left.GetByText("Welcome.txt").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.GetByText("practice server: ftpes://guest@127.0.0.1").WaitForAsync();
        await window.GoToAsync("Timeline");
        await page.GetByText("data connections resumed").First.WaitForAsync();
        Assert.Empty(window.Complaints);

        // What a killed app has left, the next one removes.
        var practice = home.Combine(".local/state/sealift/practice");
        await app.KillAsync();
        Assert.NotEmpty(Directory.EnumerateDirectories(practice));
        await using var next = await AppProcess.StartAsync(home);
        Assert.Empty(Directory.EnumerateFileSystemEntries(practice));
    }

    [Fact]
    public async Task Without_a_mouse_a_server_is_opened_a_file_copied_and_the_queue_looked_at()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsItIsAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;

        await page.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Start the practice server" }));
        await page.Keyboard.PressAsync("Enter");
        var left = page.GetByTestId("pane-left");
        var right = page.GetByTestId("pane-right");
        await left.GetByText("Timetable.csv").WaitForAsync();
        await right.GetByText("Welcome.txt").WaitForAsync();
        await page.TabToAsync(FilesWindow.List(left));
        await page.Keyboard.PressAsync("End");
        await Expect(left.GetByRole(AriaRole.Row).Filter(new() { HasText = "Timetable.csv" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("F5");
        await right.GetByText("Timetable.csv").WaitForAsync();

        await page.Keyboard.PressAsync("Alt+Shift+Digit2");
        await Expect(page).ToHaveTitleAsync("Queue - Sealift");
        await page.Keyboard.PressAsync("Alt+Shift+Digit5");
        await Expect(page).ToHaveTitleAsync("Log - Sealift");
        await page.TabToAsync(page.GetByRole(AriaRole.Listbox, new() { Name = "Lines of the log" }));
        await page.Keyboard.PressAsync("Control+a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy chosen" }).WaitForAsync();
        await page.Keyboard.PressAsync("F1");
        await page.GetByRole(AriaRole.Dialog).GetByText("Alt+Shift+1").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_page_of_the_first_minutes_comes_once_and_can_be_had_again()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsItIsAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);
        var page = window.Page;
        await page.GetByLabel("Do not show this page when the app starts").CheckAsync();
        await KeptPreference.WaitAsync(home, "\"showsStart\": false");

        await page.GotoAsync(app.Origin.AbsoluteUri);
        await Expect(page).ToHaveTitleAsync("Files - Sealift");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).WaitForAsync();
        await page.Keyboard.PressAsync("F1");
        await page.GetByRole(AriaRole.Link, new() { Name = "The start page" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Start - Sealift");

        await app.KillAsync();
        await using var again = await AppProcess.StartAsItIsAsync(home);
        await using var second = await AppWindow.OpenAsync(chromium, again);
        await Expect(second.Page).ToHaveTitleAsync("Files - Sealift");
        Assert.Empty(second.Complaints);
    }
}
