using System.Globalization;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Files;

/// <summary>A directory of a hundred thousand files, and five hundred files that are dropped at once.</summary>
public sealed class ManyEntriesBrowserTests(Chromium chromium, ITestOutputHelper output)
{
    private const string Site = PaneServer.Site + ":";
    private const int MostRows = 200;

    // The program's own work between the arrival of the whole listing and its sight. What other programs take from it on a busy machine is no part of it;
    // the clock on the wall is a guard.
    private static readonly TimeSpan WorkBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WallGuard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_hundred_thousand_entries_are_shown_within_two_seconds_and_scrolled()
    {
        using var home = new TempDirectory();
        await using var server = await PaneServer.StartAsync(home, new ManyStore(100_000));
        await using var app = await AppProcess.StartAsync(home);
        (DateTimeOffset At, TimeSpan Work)? arrived = null;
        server.OnTransferred = () => arrived ??= (TimeProvider.System.GetUtcNow(), app.ProcessorTime);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site, script:
            "const look = setInterval(() => { if (!document.querySelector('[data-testid=pane-right] [data-testid=pane-status]')?.textContent.includes('100,000 items')) return; window.shownAt = Date.now(); clearInterval(look); }, 10);");
        var status = window.Right.GetByTestId("pane-status");
        var list = FilesWindow.List(window.Right);

        await window.Page.UntilAsync("() => window.shownAt !== undefined && document.querySelector('[data-testid=pane-right] .row') !== null");
        var work = app.ProcessorTime - arrived!.Value.Work;
        var wait = DateTimeOffset.FromUnixTimeMilliseconds((long)await window.Page.EvaluateAsync<double>("() => window.shownAt")) - arrived.Value.At;
        await Expect(window.Row(window.Right, "entry 0.dat")).ToBeVisibleAsync();
        var jumps = await list.EvaluateAsync<double[]>(
            """
            async list => {
                const times = [];
                for (let i = 1; i <= 20; i++) {
                    const index = (i * 37_199) % 99_000;
                    const from = performance.now();
                    list.scrollTop = 26 * index;
                    while (!list.querySelector(`.row[data-index="${index + 5}"]`)) await new Promise(requestAnimationFrame);
                    times.push(performance.now() - from);
                }
                return times.sort((a, b) => a - b);
            }
            """);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shown {wait.TotalSeconds:0.00} s after its arrival, {work.TotalSeconds:0.00} s of work; a jump to another place takes {jumps[10]:0} ms, at most {jumps[^1]:0} ms"));

        Assert.InRange(work, TimeSpan.Zero, WorkBound);
        Assert.True(wait < WallGuard, $"{wait}");
        Assert.True(jumps[10] < 2_000, $"{jumps[10]} ms");
        Assert.InRange(await window.Right.Locator(".row").CountAsync(), 10, MostRows);
        await list.PressAsync("End");
        await Expect(window.Row(window.Right, "entry 99999.dat")).ToBeVisibleAsync();
        await list.PressAsync("Control+a");
        await Expect(status).ToContainTextAsync("100,000 selected");
        Assert.InRange(await window.Right.Locator(".row").CountAsync(), 10, MostRows);
        window.AssertNoErrors();
    }

    [Fact]
    public async Task Five_hundred_files_that_are_dropped_at_once_log_in_as_often_as_one()
    {
        const int Dropped = 500;
        using var home = new TempDirectory("/dev/shm"); // each job is written down for good, and the disk of a busy machine is no part of this
        await using var server = await PaneServer.StartAsync(home);
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await FilesWindow.OpenAsync(chromium, app, home.Path, Site);
        var before = server.Logins;
        var dropped = await window.Page.EvaluateHandleAsync(
            "count => { const t = new DataTransfer(); for (let i = 0; i < count; i++) t.items.add(new File([`file ${i}`], `dropped ${i}.txt`)); return t; }", Dropped);
        await FilesWindow.List(window.Right).DispatchEventAsync("dragover", new { dataTransfer = dropped });
        await FilesWindow.List(window.Right).DispatchEventAsync("drop", new { dataTransfer = dropped });

        await Eventually.TrueAsync(() => Directory.EnumerateFiles(server.Files.Path, "*.txt").Count() == Dropped, TimeSpan.FromMinutes(10));
        await Expect(window.Right.GetByTestId("pane-status")).ToContainTextAsync("500 items");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Logins - before} logins for {Dropped} files, {before} before"));

        // The queue's sessions, and one that the pane may have taken to look at what has come.
        Assert.InRange(server.Logins - before, 1, 5);
        Assert.Equal("file 77", await File.ReadAllTextAsync(server.Files.Combine("dropped 77.txt"), TestContext.Current.CancellationToken));
        await Eventually.TrueAsync(() => !Directory.EnumerateFileSystemEntries(home.Combine(".local/state/sealift/uploads")).Any());
        window.AssertNoErrors();
    }
}
