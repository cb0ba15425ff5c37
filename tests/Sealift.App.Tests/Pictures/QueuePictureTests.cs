using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Queue;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Pictures;

public sealed class QueuePictureTests(Chromium chromium)
{
    [Fact]
    public async Task The_queue_its_question_its_history_and_a_plan_are_drawn()
    {
        Album.Require();
        using var home = new TempDirectory();
        await using var server = await QueueServer.StartAsync(home);
        var website = home.Combine("home/anna/website");
        PictureTree.WriteHere(website);
        PictureTree.WriteThere(server.Files.Combine("www"));
        Directory.CreateDirectory(server.Files.Combine("inbox"));
        File.WriteAllText(home.Combine("Order 2026-117.pdf"), "an order");
        File.WriteAllText(server.Files.Combine("inbox/statement-2026-05.csv"), "day;amount\n");
        home.WriteRandom("Site plan, north basin.dwg", 6_000_000);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        var page = scene.Page;
        var album = new Album(page);
        await album.TakeAsync("queue-empty");

        scene.AddAsPane(home.Combine("Order 2026-117.pdf"), "shop:/inbox/");
        await scene.ExpectStateAsync(1, "done");
        scene.AddAsPane(home.Combine("price-list.csv"), "shop:/prices/");
        await scene.ExpectStateAsync(2, "failed");
        scene.Queue.Add(new(home.Combine("Site plan, north basin.dwg"), "shop:/inbox/plans/") { Options = new Sealift.Cli.Queues.JobWords(["--limit-rate", "150k"]).Write() });
        scene.AddAsPane("shop:/inbox/", "shop:/archive/2026-05/");
        scene.AddAsPane(website, "shop:/mirror/");
        await Expect(scene.Job(3).Locator("meter")).ToBeVisibleAsync();
        await QueueScene.ExpectTextAsync(page.GetByTestId("rate-now"), "KiB/s");
        await QueueScene.UntilAsync(() => scene.Queue.Find(3) is not null && new FileInfo(home.Combine("Site plan, north basin.dwg")).Exists, "the job is there");
        await scene.Job(3).ClickAsync();
        await Expect(page.GetByTestId("run-sum")).ToContainTextAsync("MiB of");
        await album.TakeAsync("queue");
        await scene.Job(2).ClickAsync();
        await album.TakeAsync("queue-failed");
        await scene.Job(3).GetByLabel("More for job 3").ClickAsync();
        await page.GetByText("Higher priority").WaitForAsync();
        await album.TakeAsync("queue-menu");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("Limits by time of day").ClickAsync();
        await scene.Dialog.WaitForAsync();
        await album.TakeAsync("queue-limits");
        await scene.PressAsync("Cancel");
        await scene.PressAsync("Pause job 3");
        await scene.ExpectStateAsync(5, "done");

        scene.AddAsPane(website, "shop:/www/");
        await page.GetByTestId("conflict").WaitForAsync();
        await album.TakeAsync("queue-conflict");
        await page.GetByTestId("for-all").CheckAsync();
        await scene.PressAsync("Skip");
        await scene.ExpectStateAsync(6, "done");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Tab, new() { Name = "History" }).ClickAsync();
        await page.GetByTestId("history-row").First.WaitForAsync();
        await album.TakeAsync("queue-history");

        await scene.PressAsync("Synchronise…");
        await page.GetByTestId("sync-source").FillAsync(website);
        await page.GetByTestId("sync-target").FillAsync("shop:/www/");
        await page.GetByTestId("sync-exclude").FillAsync("*.tmp");
        await page.GetByTestId("sync-delete").CheckAsync();
        await album.TakeAsync("sync-choices");
        await scene.PressAsync("Show the plan");
        await page.GetByTestId("sync-sum").WaitForAsync();
        await page.GetByText("Open all").ClickAsync();
        await album.TakeAsync("sync");
        Assert.Empty(scene.Errors);
        album.AssertReadable();
    }
}
