using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Files;

/// <summary>The two panes in a real browser, against the embedded server.</summary>
public sealed class FilesBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_saved_site_is_browsed_beside_this_machine()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        Directory.CreateDirectory(server.Files.Combine("inbox"));
        server.Files.Write("inbox/report.pdf", new byte[2048]);
        server.Files.Write("notes.txt", "hello"u8);
        home.Write("here.txt", "here"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, $"{PaneServer.Site}:");

        await Expect(FilesWindow.Row(window.Left, "here.txt")).ToBeVisibleAsync();
        await FilesWindow.Row(window.Right, "inbox").DblClickAsync();
        await Expect(FilesWindow.Row(window.Right, "report.pdf")).ToContainTextAsync("2.0 KiB");
        await FilesWindow.List(window.Right).PressAsync("Backspace");
        await Expect(FilesWindow.Row(window.Right, "inbox")).ToHaveAttributeAsync("aria-selected", "true");
        await window.Page.Keyboard.PressAsync("Alt+ArrowLeft");
        await Expect(FilesWindow.Row(window.Right, "report.pdf")).ToBeVisibleAsync();

        window.AssertNoErrors();
    }
}
