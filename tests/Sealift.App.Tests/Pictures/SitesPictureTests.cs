using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Sites;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Pictures;

public sealed class SitesPictureTests(Chromium chromium)
{
    private const string Others = """
        [bank]
        host = "ftp.bank.example"
        user = "acme-gmbh"
        mode = "implicit"
        folder = "Finance"
        description = "Statements, every morning"

        [payroll]
        host = "files.payroll.example"
        user = "acme"
        folder = "Finance"

        [web-staging]
        host = "staging.example.org"
        user = "deploy"
        folder = "Website"

        [web]
        host = "www.example.org"
        user = "deploy"
        folder = "Website"

        [printer-of-the-third-floor-with-a-long-name]
        host = "printer-of-the-third-floor.building-7.example.org"
        user = "scans"


        """;

    [Fact]
    public async Task Sites_and_what_is_asked_about_servers_are_drawn()
    {
        Album.Require();
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync();
        Directory.CreateDirectory(home.Combine(".config/sealift"));
        home.Write(".config/sealift/sites.toml", System.Text.Encoding.UTF8.GetBytes(Others + server.SiteLines("supplier", "description = \"Drawings and orders, their own certificate\"")));
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;
        var album = new Album(page);

        await album.TakeAsync("sites-none-chosen");
        await page.GetByTestId("site-list").GetByText("supplier").ClickAsync();
        await album.TakeAsync("sites");
        await page.GetByTestId("site-change").ClickAsync();
        await page.GetByTestId("site-name").WaitForAsync();
        await album.TakeAsync("sites-editor");
        await page.GetByTestId("settings-search").FillAsync("tls");
        await album.TakeAsync("sites-editor-search");
        await page.GetByTestId("site-cancel").ClickAsync();
        await page.GetByTestId("site-try").ClickAsync();
        await Expect(window.Dialog.GetByTestId("secret")).ToBeFocusedAsync();
        await album.TakeAsync("password");
        await window.Dialog.GetByTestId("secret").FillAsync(StrangeServer.Password);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(window.Dialog.GetByTestId("trust-no")).ToBeFocusedAsync();
        await album.TakeAsync("trust");
        await page.Keyboard.PressAsync("Enter");
        await window.Failure.WaitForAsync();
        await album.TakeAsync("sites-refused");
        await page.GetByTestId("site-try").ClickAsync();
        await Expect(window.Dialog.GetByTestId("secret")).ToBeFocusedAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(StrangeServer.Password);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await window.Dialog.GetByTestId("trust-yes").ClickAsync();
        await Expect(page.GetByTestId("site-tried")).ToContainTextAsync("Logged in as anna");
        await album.TakeAsync("sites-tried");
        server.ChangeKey();
        await page.GetByTestId("site-try").ClickAsync(); // the password was accepted, and is not asked for again
        await Expect(window.Dialog.GetByTestId("changed-key-no")).ToBeFocusedAsync();
        await album.TakeAsync("trust-changed");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Link, new() { Name = "Known servers" }).ClickAsync();
        await Expect(page.GetByTestId("known-servers")).ToContainTextAsync("127.0.0.1");
        await album.TakeAsync("sites-known");
        await page.GetByRole(AriaRole.Link, new() { Name = "Vault" }).ClickAsync();
        await page.GetByTestId("vault-state").WaitForAsync();
        await album.TakeAsync("sites-vault");
        await window.GoAsync("/doctor?address=supplier:");
        await album.TakeAsync("doctor-empty");
        await page.GetByTestId("doctor-start").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(StrangeServer.Password);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(page.GetByTestId("doctor-headline")).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await album.TakeAsync("doctor");
        Assert.Empty(window.Errors);
        album.AssertReadable();
    }
}
