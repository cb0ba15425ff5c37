using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Sites;

public sealed class DoctorTests(Chromium chromium)
{
    [Fact]
    public async Task A_site_is_examined_from_its_card_and_the_report_is_saved_as_the_command_writes_it()
    {
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(home.Combine(".config/sealift")).FullName, "sites.toml"), server.SiteLines("strange"));
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;

        await page.GetByTestId("site-list").GetByText("strange").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Test" }).ClickAsync();
        await Expect(page.GetByTestId("doctor-address")).ToHaveValueAsync("strange:");
        await page.GetByTestId("doctor-start").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(StrangeServer.Password);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(page.GetByTestId("doctor-headline")).ToContainTextAsync("the certificate is self-signed", new() { Timeout = 180_000 });
        await Expect(page.Locator("[data-finding=SL-CERT-51]")).ToContainTextAsync("What to set: Sealift (sealift serve)");
        await Expect(page.GetByTestId("doctor-headline")).ToContainTextAsync(home.Combine(".local/state/sealift/servers"));

        // Nobody is trusted by an examination, and no password was said to a stranger.
        Assert.False(File.Exists(home.Combine(".config/sealift/known_hosts")));
        var json = await SaveAsync(page, "JSON");
        var last = JsonDocument.Parse(json.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal("report", last.GetProperty("kind").GetString());
        Assert.Equal(server.Port, last.GetProperty("port").GetInt32());
        Assert.Contains("<h1>", await SaveAsync(page, "HTML"), StringComparison.Ordinal);
        Assert.DoesNotContain(StrangeServer.Password, json + await SaveAsync(page, "Text"), StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task An_examination_that_hangs_is_cancelled_and_shows_what_it_has_found()
    {
        using var home = new TempDirectory();
        using var silent = new SilentPort();
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;

        await window.GoAsync("/doctor");
        await page.GetByTestId("doctor-address").FillAsync($"127.0.0.1:{silent.Port.ToString(CultureInfo.InvariantCulture)}");
        await page.GetByTestId("doctor-start").ClickAsync();
        await page.GetByTestId("doctor-progress").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(page.GetByText("It was cancelled.")).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
    }

    private static async Task<string> SaveAsync(IPage page, string kind)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = kind, Exact = true }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }
}
