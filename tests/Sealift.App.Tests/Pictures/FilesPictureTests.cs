using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Files;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Pictures;

public sealed class FilesPictureTests(Chromium chromium)
{
    [Fact]
    public async Task The_panes_their_menu_and_their_dialogs_are_drawn()
    {
        Album.Require();
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        var website = home.Combine("home/anna/website");
        PictureTree.WriteHere(website);
        PictureTree.WriteThere(server.Files.Path);
        SavedSite.Write(home, "bank", "ftp.bank.example", 990, "acme-gmbh", "x", "mode = \"implicit\"\ndescription = \"Statements, every morning\"");
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, website, $"{PaneServer.Site}:");
        var album = new Album(window.Page);
        await Expect(window.Row(window.Left, "index.html")).ToBeVisibleAsync();
        await Expect(window.Row(window.Right, "old-offers.html")).ToBeVisibleAsync();

        await album.TakeAsync("files");
        await window.Page.GetByTestId("compare").ClickAsync();
        await Expect(window.Row(window.Right, "old-offers.html")).ToContainTextAsync("only here");
        await window.Row(window.Left, "index.html").ClickAsync();
        await window.Row(window.Left, "news-10.html").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await window.Row(window.Left, "style.css").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await album.TakeAsync("files-compare");
        await window.Row(window.Left, "news-10.html").ClickAsync(new() { Button = MouseButton.Right });
        await Expect(window.Page.GetByTestId("menu")).ToBeVisibleAsync();
        await album.TakeAsync("files-menu");
        await window.Page.Keyboard.PressAsync("Escape");
        await FilesWindow.List(window.Left).PressAsync("Delete");
        await Expect(window.Page.GetByTestId("delete-count")).ToContainTextAsync("This deletes");
        await album.TakeAsync("files-delete");
        await window.EscapeDialogAsync();
        await window.Row(window.Left, "style.css").ClickAsync();
        await FilesWindow.List(window.Left).PressAsync("Alt+Enter");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Compare with the other pane" }).ClickAsync();
        await Expect(window.Page.GetByTestId("hashes")).ToContainTextAsync("different");
        await album.TakeAsync("files-properties");
        await window.EscapeDialogAsync();
        await FilesWindow.List(window.Left).PressAsync("F4");
        await Expect(window.Page.GetByTestId("text")).ToHaveValueAsync(new Regex("margin", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await album.TakeAsync("files-text");
        await window.Page.GetByTestId("text").PressAsync("Escape");
        await Expect(window.Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await FilesWindow.List(window.Left).PressAsync("Control+l");
        await window.Left.GetByTestId("path-input").FillAsync(website + "/");
        await Expect(window.Left.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await album.TakeAsync("files-path");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Right.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await Expect(window.Right.GetByTestId("site-picker")).ToBeVisibleAsync();
        await album.TakeAsync("files-connect");
        window.AssertNoErrors();
        album.AssertReadable();
    }
}
