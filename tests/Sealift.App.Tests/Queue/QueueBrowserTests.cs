using System.Security.Cryptography;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using Sealift.Transfer.Queues;

namespace Sealift.App.Tests.Queue;

/// <summary>The queue in the browser, as a person uses it.</summary>
public sealed class QueueBrowserTests(Chromium chromium)
{
    private const string Slow = """{"arguments":["--limit-rate","64k"]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_paused_resumed_and_hurried_while_windows_come_and_go()
    {
        using var home = new TempDirectory();
        await using var server = await QueueServer.StartAsync(home);
        var content = RandomNumberGenerator.GetBytes(12_000_000); // three minutes at that speed: it runs until the window lets it go
        home.Write("big.bin", content);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.Queue.Add(new NewJob(home.Combine("big.bin"), "shop:/") { Options = Slow });

        await scene.ExpectStateAsync(1, "running");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("file-row"), "big.bin.*moving");
        await QueueScene.UntilAsync(() => QueueScene.PartSize(server.Files.Path) > 200_000, "a part that is worth resuming");
        await scene.PressAsync("Pause job 1");
        await scene.ExpectStateAsync(1, "paused");
        await scene.PressAsync("Resume job 1");
        await scene.ExpectStateAsync(1, "running");

        // The window goes, the transfer does not.
        await scene.ReopenAsync();
        await scene.ExpectStateAsync(1, "running");
        await scene.PressAsync("Pause all");
        await scene.ExpectStateAsync(1, "standing still");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("queue-status"), "paused");
        await scene.PressAsync("Resume all");

        // The slider's word counts at once, in place of the job's own.
        var slider = scene.Page.GetByRole(AriaRole.Slider, new() { Name = "Speed limit" });
        await slider.FocusAsync();
        await slider.PressAsync("ArrowLeft");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("limit-now"), "512.0 MiB/s");
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal(content, await File.ReadAllBytesAsync(server.Files.Combine("big.bin"), Cancellation));
        var runs = scene.Queue.History();
        Assert.Equal([JobOutcome.Done, JobOutcome.Stopped], runs.Select(run => run.Result.Outcome));
        Assert.True(runs.Sum(run => run.Result.Bytes) < content.Length + 200_000, "What was carried before the pause was carried again.");
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task Failed_jobs_are_tried_again_moved_prioritised_removed_and_found_in_the_history()
    {
        using var home = new TempDirectory();
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.Queue.Add(new NewJob(home.Combine("late"), home.Combine("copy")));
        await scene.ExpectStateAsync(1, "failed");
        await scene.Job(1).ClickAsync();
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("job-cause"), "late");
        Directory.CreateDirectory(home.Combine("late"));
        home.Write("late/one", "1"u8);

        await scene.PressAsync("Retry failed");
        await scene.ExpectStateAsync(1, "done");
        Assert.Equal("1", await File.ReadAllTextAsync(home.Combine("copy/one"), Cancellation));

        foreach (var name in (string[])["b", "c"]) scene.Queue.Add(new NewJob(home.Combine(name), home.Combine("x")) { IsPaused = true });
        await Assertions.Expect(scene.Jobs).ToHaveCountAsync(3);
        await scene.Job(3).PressAsync("Alt+ArrowUp");
        await QueueScene.UntilAsync(() => scene.Queue.List().Select(job => job.Id).SequenceEqual([1, 3, 2]), "job 3 before job 2");
        await scene.Job(2).DragToAsync(scene.Job(1));
        await QueueScene.UntilAsync(() => scene.Queue.List().Select(job => job.Id).SequenceEqual([2, 1, 3]), "job 2 before job 1");
        await scene.PressAsync("More for job 3");
        await scene.Page.GetByText("Higher priority").ClickAsync();
        await QueueScene.UntilAsync(() => scene.Queue.Find(3)!.Priority == 1, "job 3 with a higher priority");
        await Assertions.Expect(scene.Jobs.First).ToHaveAttributeAsync("data-job", "3"); // its row has moved, and keeps the keyboard from now on
        await scene.Job(3).PressAsync("Delete");
        await scene.PressAsync("Clear done");
        await Assertions.Expect(scene.Jobs).ToHaveCountAsync(1);

        await scene.Page.GetByRole(AriaRole.Tab, new() { Name = "History" }).ClickAsync();
        await Assertions.Expect(scene.Page.GetByTestId("history-row")).ToHaveCountAsync(2);
        await scene.Page.GetByTestId("history-search").FillAsync("failed late");
        await Assertions.Expect(scene.Page.GetByTestId("history-row")).ToHaveCountAsync(1);
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("history-count"), "1 of 2 runs");
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task A_job_is_scheduled_and_limits_by_time_of_day_are_kept()
    {
        using var home = new TempDirectory();
        Directory.CreateDirectory(home.Combine("from"));
        home.Write("from/one", "1"u8);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.Queue.Add(new NewJob(home.Combine("from"), home.Combine("to")) { IsPaused = true });

        await scene.PressAsync("More for job 1");
        await scene.Page.GetByText("Schedule…").ClickAsync();
        await scene.Dialog.GetByLabel("again and again").CheckAsync();
        await scene.Page.GetByTestId("schedule-cron").FillAsync("nonsense");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("schedule-next"), "no cron expression");
        await scene.Page.GetByTestId("schedule-cron").FillAsync("30 2 * * mon-fri");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("schedule-next"), "Next: .* 02:30");
        await scene.PressAsync("Save");
        await QueueScene.UntilAsync(() => scene.Queue.Find(1)!.Schedule?.Cron == "30 2 * * mon-fri", "the schedule");
        await QueueScene.ExpectTextAsync(scene.Job(1), "30 2 \\* \\* mon-fri");

        // What has passed runs at once.
        await scene.PressAsync("Resume job 1");
        await scene.PressAsync("More for job 1");
        await scene.Page.GetByText("Schedule…").ClickAsync();
        await scene.Dialog.GetByLabel("once, not before").CheckAsync();
        await scene.Page.GetByTestId("schedule-at").FillAsync("2026-01-01T10:00");
        await scene.PressAsync("Save");
        await scene.ExpectStateAsync(1, "done");
        Assert.Equal("1", await File.ReadAllTextAsync(home.Combine("to/one"), Cancellation));

        await scene.PressAsync("Limits by time of day…");
        await scene.PressAsync("Add a time");
        await scene.PressAsync("Save");
        await Assertions.Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "08:00-18:00=500k" })).ToBeVisibleAsync();
        await scene.App.KillAsync();
        await scene.StartAsync();
        await Assertions.Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "08:00-18:00=500k" })).ToBeVisibleAsync();
        Assert.DoesNotContain(scene.Errors, static error => !QueueScene.IsOfKill(error));
    }

    [Fact]
    public async Task A_program_that_is_killed_goes_on_where_it_was_and_nothing_is_there_twice()
    {
        using var home = new TempDirectory();
        await using var server = await QueueServer.StartAsync(home);
        var source = Directory.CreateDirectory(home.Combine("from")).FullName;
        for (var i = 0; i < 30; i++) await File.WriteAllBytesAsync(Path.Combine(source, $"small {i}"), RandomNumberGenerator.GetBytes(2_000), Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(source, "big"), RandomNumberGenerator.GetBytes(1_500_000), Cancellation);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.Queue.Add(new NewJob(source, "shop:/in/") { Options = Slow });
        scene.Queue.Add(new NewJob(source, "shop:/second/"));
        await QueueScene.UntilAsync(() => QueueScene.PartSize(server.Files.Path) > 200_000, "a part that is worth resuming");

        await scene.App.KillAsync();
        Assert.Equal(JobState.Running, scene.Queue.Find(1)!.State);
        scene.Queue.SetOptions(1, "{}");
        await scene.StartAsync();
        await scene.ExpectStateAsync(1, "done");
        await scene.ExpectStateAsync(2, "done");

        foreach (var name in (string[])["in", "second"]) Assert.Equal(Tree(source), Tree(server.Files.Combine(name)));
        var runs = scene.Queue.History().Where(run => run.Job == 1).Select(run => run.Result).ToList();
        Assert.Equal([JobOutcome.Done, JobOutcome.Interrupted], runs.Select(result => result.Outcome));
        Assert.True(runs[0].Bytes < 1_400_000, $"{runs[0].Bytes} bytes were carried after the restart, though a part was there.");
        Assert.DoesNotContain(scene.Errors, static error => !QueueScene.IsOfKill(error));
    }

    private static SortedDictionary<string, string> Tree(string directory) => new(
        Directory.EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(path => Path.GetRelativePath(directory, path), static path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
