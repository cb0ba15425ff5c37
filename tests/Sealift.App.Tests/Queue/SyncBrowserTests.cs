using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Queue;

/// <summary>Two directories become alike, after a person has seen what that means.</summary>
public sealed class SyncBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task The_plan_is_shown_with_reasons_and_deletions_are_confirmed_before_anything_moves()
    {
        using var home = new TempDirectory();
        await using var server = await QueueServer.StartAsync(home);
        Directory.CreateDirectory(home.Combine("site/pages"));
        home.Write("site/pages/new.html", "new"u8);
        home.Write("site/index.html", "much longer than before"u8);
        home.Write("site/skip.tmp", "x"u8);
        server.Files.Write("index.html", "old"u8);
        server.Files.Write("gone.html", "old"u8);
        server.Files.Write("gone too.html", "old"u8);
        await using var scene = await QueueScene.OpenAsync(chromium, home);

        await scene.PressAsync("Synchronise…");
        await scene.Page.GetByTestId("sync-source").FillAsync(home.Combine("site"));
        await scene.Page.GetByTestId("sync-target").FillAsync("shop:/");
        await scene.Page.GetByTestId("sync-exclude").FillAsync("*.tmp");
        await scene.Page.GetByTestId("sync-delete").CheckAsync();
        await Assertions.Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeDisabledAsync();
        await scene.PressAsync("Show the plan");

        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("sync-sum"), "2 files to copy .*2 to delete.*Nothing was changed yet");
        var rows = scene.Page.GetByTestId("plan-row");
        await QueueScene.ExpectTextAsync(rows.Filter(new() { HasText = "index.html" }), "replace.*23 bytes in the source, 3 bytes in the target");
        await QueueScene.ExpectTextAsync(rows.Filter(new() { HasText = "new.html" }), "copy");
        await QueueScene.ExpectTextAsync(rows.Filter(new() { HasText = "gone too.html" }), "delete.*not in the source");
        await QueueScene.ExpectTextAsync(rows.Filter(new() { HasText = "skip.tmp" }), "leave out");
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(server.Files.Path).Count());

        // Two of three entries are more than goes without a question.
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("sync-deletions"), "2 files");
        await Assertions.Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeDisabledAsync();
        await scene.Page.GetByTestId("sync-confirm").CheckAsync();
        await scene.PressAsync("Start");
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal(["index.html", "pages", "pages/new.html"], Directory.EnumerateFileSystemEntries(server.Files.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(server.Files.Path, path)).Order(StringComparer.Ordinal));
        Assert.Equal("much longer than before", await File.ReadAllTextAsync(server.Files.Combine("index.html"), TestContext.Current.CancellationToken));
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task What_cannot_be_planned_is_told_in_words()
    {
        using var home = new TempDirectory();
        await using var scene = await QueueScene.OpenAsync(chromium, home);

        await scene.PressAsync("Synchronise…");
        await scene.Page.GetByTestId("sync-source").FillAsync(home.Combine("nowhere"));
        await scene.Page.GetByTestId("sync-target").FillAsync("nosuchsite:/");
        await scene.PressAsync("Show the plan");

        await QueueScene.ExpectTextAsync(scene.Dialog.GetByRole(AriaRole.Alert), "nosuchsite");
        Assert.Empty(scene.Errors);
    }
}
