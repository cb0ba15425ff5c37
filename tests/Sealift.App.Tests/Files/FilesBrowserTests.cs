using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Files;

/// <summary>The two panes in a real browser, against the embedded server.</summary>
public sealed class FilesBrowserTests(Chromium chromium)
{
    private const string Site = PaneServer.Site + ":";

    [Fact]
    public async Task A_saved_site_is_browsed_beside_this_machine()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        Directory.CreateDirectory(server.Files.Combine("inbox/deep"));
        server.Files.Write("inbox/report.pdf", new byte[2048]);
        server.Files.Write("notes.txt", "hello"u8);
        home.Write("here.txt", "here"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);
        var keyboard = window.Page.Keyboard;

        // By mouse and keyboard, forth and back.
        await Expect(window.Row(window.Left, "here.txt")).ToBeVisibleAsync();
        await window.Row(window.Right, "inbox").DblClickAsync();
        await Expect(window.Row(window.Right, "report.pdf")).ToContainTextAsync("2.0 KiB");
        await FilesWindow.List(window.Right).PressAsync("Backspace");
        await Expect(window.Row(window.Right, "inbox")).ToHaveAttributeAsync("aria-selected", "true");
        await keyboard.PressAsync("Enter");
        await Expect(window.Row(window.Right, "report.pdf")).ToBeVisibleAsync();
        await keyboard.PressAsync("Alt+ArrowLeft");
        await Expect(window.Row(window.Right, "notes.txt")).ToBeVisibleAsync();
        await keyboard.PressAsync("Alt+ArrowRight");
        await Expect(window.Row(window.Right, "report.pdf")).ToBeVisibleAsync();

        // By a typed path, which is completed, and by a crumb.
        await keyboard.PressAsync("Control+l");
        var path = window.Right.GetByTestId("path-input");
        await path.FillAsync("/inbox/d");
        await Expect(window.Right.GetByRole(AriaRole.Option, new() { Name = "deep/" })).ToBeVisibleAsync();
        await path.PressAsync("ArrowDown");
        await path.PressAsync("Enter");
        await Expect(window.Right).ToContainTextAsync("This directory is empty.");
        await window.Right.GetByRole(AriaRole.Button, new() { Name = "inbox", Exact = true }).ClickAsync();
        await Expect(window.Row(window.Right, "report.pdf")).ToBeVisibleAsync();

        // A reload of the page shows the same places.
        await Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("right=lab%3A%2Finbox%2F$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.Page.ReloadAsync();
        await Expect(window.Row(window.Right, "report.pdf")).ToBeVisibleAsync();
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Lines_are_selected_as_in_a_file_manager_by_mouse_and_keyboard()
    {
        using var home = new TempDirectory();
        foreach (var name in (string[])["apple", "banana", "cherry", "date", "elder"]) home.Write(name + ".txt", new byte[10]);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path);
        var left = window.Left;
        var list = FilesWindow.List(left);

        await window.Row(left, "banana.txt").ClickAsync();
        await window.Row(left, "date.txt").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await window.ExpectSelectedAsync(left, "banana.txt", "cherry.txt", "date.txt");
        await window.Row(left, "cherry.txt").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await window.ExpectSelectedAsync(left, "banana.txt", "date.txt");
        await Expect(left.GetByTestId("pane-status")).ToContainTextAsync("2 selected, 20 B");

        await list.PressAsync("Home");
        await list.PressAsync("Shift+ArrowDown");
        await list.PressAsync("Shift+ArrowDown");
        await window.ExpectSelectedAsync(left, "apple.txt", "banana.txt", "cherry.txt");
        await list.PressAsync("Control+a");
        await window.ExpectSelectedAsync(left, "apple.txt", "banana.txt", "cherry.txt", "date.txt", "elder.txt");
        await list.PressAsync("Escape");
        await window.ExpectSelectedAsync(left);
        await list.PressAsync("End");
        await list.PressAsync("Control+Home");
        await list.PressAsync("Space");
        await window.ExpectSelectedAsync(left, "apple.txt", "elder.txt");
        await list.PressAsync("d");
        await window.ExpectSelectedAsync(left, "date.txt");

        // The rubber band, from the empty space below the lines up to the third.
        var third = (await window.Row(left, "cherry.txt").BoundingBoxAsync())!;
        var mouse = window.Page.Mouse;
        await mouse.MoveAsync(third.X + third.Width - 40, third.Y + 300);
        await mouse.DownAsync();
        await mouse.MoveAsync(third.X + third.Width - 120, third.Y + 120, new() { Steps = 5 });
        await mouse.MoveAsync(third.X + third.Width - 160, third.Y + 10, new() { Steps = 5 });
        await mouse.UpAsync();
        await window.ExpectSelectedAsync(left, "cherry.txt", "date.txt", "elder.txt");

        // The filter narrows with each letter, and Escape gives all back.
        await list.PressAsync("/");
        await left.GetByTestId("filter").FillAsync("rr");
        await Expect(left.Locator(".row")).ToHaveCountAsync(1);
        await left.GetByTestId("filter").PressAsync("Escape");
        await Expect(left.Locator(".row")).ToHaveCountAsync(5);

        // Sorted by size and back by name, and hidden files on demand.
        await left.GetByRole(AriaRole.Button, new() { Name = "Name" }).ClickAsync();
        await Expect(left.Locator(".row").First).ToContainTextAsync("elder.txt");
        await list.PressAsync("Control+h");
        await Expect(window.Row(left, ".local")).ToBeVisibleAsync();
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Files_are_uploaded_by_keyboard_and_downloaded_by_drag()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        Directory.CreateDirectory(home.Combine("work/sub"));
        home.Write("work/up.txt", "goes up"u8);
        home.Write("work/sub/inner.txt", "inside"u8);
        Directory.CreateDirectory(home.Combine("work/target"));
        server.Files.Write("down.txt", "comes down"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Combine("work"), Site);

        var list = FilesWindow.List(window.Left);
        await window.Row(window.Left, "up.txt").ClickAsync();
        await window.Row(window.Left, "sub").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await list.PressAsync("F5");
        await Expect(window.Row(window.Right, "up.txt")).ToBeVisibleAsync();
        await Expect(window.Row(window.Right, "sub")).ToBeVisibleAsync();
        await window.Row(window.Right, "sub").DblClickAsync();
        await Expect(window.Row(window.Right, "inner.txt")).ToBeVisibleAsync();
        await FilesWindow.List(window.Right).PressAsync("Backspace");

        await window.Row(window.Right, "down.txt").Locator(".name").DragToAsync(window.Row(window.Left, "target"));
        await window.Row(window.Left, "target").DblClickAsync();
        await Eventually.TrueAsync(() => File.Exists(home.Combine("work/target/down.txt")));

        Assert.Equal("goes up", await File.ReadAllTextAsync(server.Files.Combine("up.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("inside", await File.ReadAllTextAsync(server.Files.Combine("sub/inner.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("comes down", await File.ReadAllTextAsync(home.Combine("work/target/down.txt"), TestContext.Current.CancellationToken));
        await Expect(window.Row(window.Left, "down.txt")).ToBeVisibleAsync();
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Entries_are_made_renamed_given_permissions_and_deleted_after_saying_what_goes()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        Directory.CreateDirectory(server.Files.Combine("old/more"));
        server.Files.Write("old/a.bin", new byte[1000]);
        server.Files.Write("old/more/b.bin", new byte[24]);
        server.Files.Write("draft.txt", "draft"u8);
        server.Files.Write("taken.txt", "taken"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);
        var right = window.Right;
        var list = FilesWindow.List(right);
        var keyboard = window.Page.Keyboard;

        await window.Row(right, "draft.txt").ClickAsync();
        await list.PressAsync("F2");
        await Expect(right.GetByTestId("rename")).ToBeFocusedAsync();
        await right.GetByTestId("rename").FillAsync("taken.txt");
        await keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator(".mud-snackbar")).ToContainTextAsync("already exists");
        await list.PressAsync("F2");
        await Expect(right.GetByTestId("rename")).ToBeFocusedAsync();
        await keyboard.TypeAsync("final");
        await keyboard.PressAsync("Enter");
        await Expect(window.Row(right, "final.txt")).ToHaveAttributeAsync("aria-selected", "true");

        await list.PressAsync("F7");
        await window.NameFolderAsync("fresh");
        await Expect(window.Row(right, "fresh")).ToHaveAttributeAsync("aria-selected", "true");

        await window.Row(right, "final.txt").ClickAsync(new() { Button = MouseButton.Right });
        await window.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Permissions…" }).ClickAsync();
        await window.ExpectDialogAsync();
        await window.Page.GetByTestId("octal").FillAsync("600");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Expect(window.Row(right, "final.txt")).ToContainTextAsync("rw-------");

        await window.Row(right, "old").ClickAsync();
        await list.PressAsync("Delete");
        await Expect(window.Page.GetByTestId("delete-count")).ToContainTextAsync("This deletes 2 files (1.0 KiB) and 2 directories");
        await window.EscapeDialogAsync();
        Assert.True(Directory.Exists(server.Files.Combine("old")));
        await list.PressAsync("Delete");
        await window.Page.GetByTestId("delete-now").ClickAsync();
        await Expect(window.Row(right, "old")).ToHaveCountAsync(0);

        Assert.False(Directory.Exists(server.Files.Combine("old")));
        Assert.True(Directory.Exists(server.Files.Combine("fresh")));
        Assert.Equal("taken", await File.ReadAllTextAsync(server.Files.Combine("taken.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("draft", await File.ReadAllTextAsync(server.Files.Combine("final.txt"), TestContext.Current.CancellationToken));
        window.AssertNoErrors();
    }

    [Fact]
    public async Task A_text_file_on_the_server_is_changed_and_somebody_elses_change_is_not_lost()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        var place = server.Files.Write("settings.ini", "[a]\r\nx=1\r\n"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);
        await window.Row(window.Right, "settings.ini").ClickAsync();
        await FilesWindow.List(window.Right).PressAsync("F4");
        var text = window.Page.GetByTestId("text");

        await Expect(text).ToHaveValueAsync("[a]\nx=1\n");
        await text.FillAsync("[a]\nx=2\n");
        await window.Page.GetByTestId("text-save").ClickAsync();
        await Expect(window.Page.GetByText("settings.ini is saved.")).ToBeVisibleAsync();
        Assert.Equal("[a]\r\nx=2\r\n", await File.ReadAllTextAsync(place, TestContext.Current.CancellationToken));

        await File.WriteAllTextAsync(place, "somebody else", TestContext.Current.CancellationToken);
        await text.FillAsync("[a]\nx=3\n");
        await text.PressAsync("Control+s");
        await Expect(window.Page.GetByTestId("text-conflict")).ToContainTextAsync("was changed since it was opened");
        Assert.Equal("somebody else", await File.ReadAllTextAsync(place, TestContext.Current.CancellationToken));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load it again" }).ClickAsync();
        await Expect(text).ToHaveValueAsync("somebody else");
        await text.PressAsync("Escape");
        await Expect(text).ToHaveCountAsync(0);
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Files_and_directories_that_are_dropped_from_the_desktop_reach_the_server()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        Directory.CreateDirectory(server.Files.Combine("inbox"));
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);

        // More than a web server takes without being told.
        const int Size = 40_000_000;
        var dropped = await window.Page.EvaluateHandleAsync(
            "size => { const t = new DataTransfer(); t.items.add(new File([new Uint8Array(size).fill(7)], 'large & plus+.bin')); t.items.add(new File(['small'], 'small.txt')); return t; }", Size);
        var target = window.Row(window.Right, "inbox");
        await target.DispatchEventAsync("dragover", new { dataTransfer = dropped });
        await target.DispatchEventAsync("drop", new { dataTransfer = dropped });
        await Eventually.TrueAsync(() => File.Exists(server.Files.Combine("inbox/large & plus+.bin")) && File.Exists(server.Files.Combine("inbox/small.txt")));

        Assert.Equal(Size, new FileInfo(server.Files.Combine("inbox/large & plus+.bin")).Length);
        Assert.Equal("small", await File.ReadAllTextAsync(server.Files.Combine("inbox/small.txt"), TestContext.Current.CancellationToken));

        // What waited here is gone when it has arrived there.
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(home.Combine(".local/state/sealift/uploads")).Any());
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Panes_are_compared_and_browsed_together()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        foreach (var root in (string[])[home.Combine("site"), server.Files.Path])
        {
            Directory.CreateDirectory(Path.Combine(root, "img"));
            await File.WriteAllTextAsync(Path.Combine(root, "same.html"), "same", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(root, "same.html"), new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc));
            await File.WriteAllTextAsync(Path.Combine(root, "index.html"), "index", TestContext.Current.CancellationToken);
        }

        File.SetLastWriteTimeUtc(server.Files.Combine("index.html"), new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc));
        home.Write("site/new.html", "new"u8);
        home.Write("site/img/logo.svg", "logo"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Combine("site"), Site);
        await Expect(window.Row(window.Left, "new.html")).ToBeVisibleAsync();
        await Expect(window.Row(window.Right, "same.html")).ToBeVisibleAsync();

        await window.Page.GetByTestId("compare").ClickAsync();
        await Expect(window.Row(window.Left, "new.html")).ToContainTextAsync("only here");
        await Expect(window.Row(window.Left, "index.html")).ToContainTextAsync("newer");
        await Expect(window.Row(window.Right, "index.html")).ToContainTextAsync("older");
        await Expect(window.Row(window.Right, "same.html").Locator(".mark")).ToHaveCountAsync(0);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Select what differs" }).ClickAsync();
        await window.ExpectSelectedAsync(window.Left, "index.html", "new.html");

        await window.Page.GetByTestId("browse-together").ClickAsync();
        await window.Row(window.Left, "img").DblClickAsync();
        await Expect(window.Row(window.Left, "logo.svg")).ToContainTextAsync("only here");
        await Expect(window.Right).ToContainTextAsync("This directory is empty.");
        await FilesWindow.List(window.Right).PressAsync("Backspace");
        await Expect(window.Row(window.Left, "new.html")).ToBeVisibleAsync();
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Names_that_want_to_be_markup_or_terminal_commands_are_only_text()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home, new HostileStore());
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);

        foreach (var name in HostileStore.Shown) await Expect(window.Row(window.Right, name)).ToBeVisibleAsync();
        await FilesWindow.List(window.Right).PressAsync("Control+a");
        await FilesWindow.List(window.Right).PressAsync("Delete");
        await window.Page.GetByTestId("delete-now").WaitForAsync();

        Assert.Equal(0, await window.Page.Locator("img[src=x], b, script:not([src])").CountAsync());
        Assert.Null(await window.Page.EvaluateAsync<string?>("() => window.broken ?? null"));
        window.AssertNoErrors();
    }

    [Fact]
    public async Task The_url_and_the_command_of_a_line_are_put_on_the_clipboard()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home);
        server.Files.Write("a b.txt", "x"u8);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);
        await window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await window.Row(window.Right, "a b.txt").ClickAsync();

        await FilesWindow.List(window.Right).PressAsync("Control+c");
        await Expect(window.Page.GetByText("The URL is on the clipboard.")).ToBeVisibleAsync();
        var url = await window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        await FilesWindow.List(window.Right).PressAsync("Control+Shift+C");
        await Expect(window.Page.GetByText("The command is on the clipboard.")).ToBeVisibleAsync();
        var command = await window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        Assert.Matches("^ftpes://anna@127\\.0\\.0\\.1:[0-9]+//a%20b\\.txt$", url);
        Assert.Equal($"sealift get 'lab:/a b.txt' {home.Path}/", command);
        window.AssertNoErrors();
    }
}
