using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Files;

/// <summary>The two panes in a real browser, against Debian's ProFTPD, which demands that data connections resume their session.</summary>
public sealed class FilesProftpdTests(Chromium chromium, PeerServers peers)
{
    [Fact]
    public async Task A_strict_server_is_browsed_filled_by_drag_emptied_by_keyboard_and_changed()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        using var home = new TempDirectory();
        SavedSite.Write(home, "strict", "127.0.0.1", peer.Port, peer.User, peer.Password, $"ca = \"{peer.Ca}\"");
        var root = Path.Combine(peer.Home, Path.GetRandomFileName());
        Directory.CreateDirectory(root);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, (UnixFileMode)0x1FF);
        Directory.CreateDirectory(home.Combine("work"));
        home.Write("work/up.txt", "goes up"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Combine("work"), $"strict:/{Path.GetFileName(root)}/");
        var list = FilesWindow.List(window.Right);
        var keyboard = window.Page.Keyboard;

        // Up by drag.
        await window.Row(window.Left, "up.txt").Locator(".name").DragToAsync(list);
        await Expect(window.Row(window.Right, "up.txt")).ToBeVisibleAsync();

        // Another name, a folder, permissions by SITE CHMOD.
        await window.Row(window.Right, "up.txt").ClickAsync();
        await list.PressAsync("F2");
        await Expect(window.Right.GetByTestId("rename")).ToBeFocusedAsync();
        await keyboard.TypeAsync("down");
        await keyboard.PressAsync("Enter");
        await Expect(window.Row(window.Right, "down.txt")).ToHaveAttributeAsync("aria-selected", "true");
        await list.PressAsync("F7");
        await window.NameFolderAsync("folder");
        await Expect(window.Row(window.Right, "folder")).ToBeVisibleAsync();

        // Changed as text, in place.
        await window.Row(window.Right, "down.txt").ClickAsync();
        await list.PressAsync("F4");
        await Expect(window.Page.GetByTestId("text")).ToHaveValueAsync("goes up");
        await window.Page.GetByTestId("text").FillAsync("comes down");
        await window.Page.GetByTestId("text-save").ClickAsync();
        await Expect(window.Page.GetByText("down.txt is saved.")).ToBeVisibleAsync();
        await window.Page.GetByTestId("text").PressAsync("Escape");
        await Expect(window.Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        Assert.Equal("comes down", await File.ReadAllTextAsync(Path.Combine(root, "down.txt"), TestContext.Current.CancellationToken));

        // Down by keyboard.
        await window.Row(window.Right, "down.txt").ClickAsync();
        await list.PressAsync("F5");
        await Expect(window.Row(window.Left, "down.txt")).ToBeVisibleAsync();
        Assert.Equal("comes down", await File.ReadAllTextAsync(home.Combine("work/down.txt"), TestContext.Current.CancellationToken));

        // The checksum of both sides is the same.
        await list.PressAsync("Alt+Enter");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Compare with the other pane" }).ClickAsync();
        await Expect(window.Page.GetByTestId("hashes")).ToContainTextAsync("Both files are the same.");
        await window.EscapeDialogAsync();

        // And gone.
        await list.PressAsync("Control+a");
        await list.PressAsync("Delete");
        await Expect(window.Page.GetByTestId("delete-count")).ToContainTextAsync("This deletes 1 file (10 B) and 1 directory");
        await window.Page.GetByTestId("delete-now").ClickAsync();
        await Expect(window.Right).ToContainTextAsync("This directory is empty.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(root));
        window.AssertNoErrors();
    }
}
