using System.Security.Cryptography;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using Sealift.Transfer.Queues;

namespace Sealift.App.Tests.Queue;

/// <summary>The queue with Debian's ProFTPD, which demands that data connections resume their session.</summary>
public sealed class StrictServerQueueTests(Chromium chromium, PeerServers peers)
{
    private const string Slow = """{"arguments":["--limit-rate","64k"]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_to_ProFTPD_is_paused_goes_on_and_survives_that_the_program_is_killed()
    {
        var (root, site, home) = Prepare();
        using var _ = home;
        var content = RandomNumberGenerator.GetBytes(6_000_000); // a minute and a half at that speed: it is not over before somebody has paused it
        home.Write("big.bin", content);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.Queue.Add(new NewJob(home.Combine("big.bin"), site) { Options = Slow });
        await QueueScene.UntilAsync(() => QueueScene.PartSize(root) > 150_000, "a part that is worth resuming");

        await scene.PressAsync("Pause job 1");
        await scene.ExpectStateAsync(1, "paused");
        var paused = QueueScene.PartSize(root);
        await scene.PressAsync("Resume job 1");
        await QueueScene.UntilAsync(() => QueueScene.PartSize(root) > paused + 100_000, "more of the part");
        await scene.App.KillAsync();
        scene.Queue.SetOptions(1, "{}");
        await scene.StartAsync();
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(root, "big.bin"), Cancellation));
        Assert.Single(Directory.EnumerateFileSystemEntries(root));
        var runs = scene.Queue.History().Select(run => run.Result).ToList();
        Assert.Equal([JobOutcome.Done, JobOutcome.Interrupted, JobOutcome.Stopped], runs.Select(result => result.Outcome));
        Assert.True(runs[0].Bytes < content.Length - 150_000, $"{runs[0].Bytes} bytes were carried after the restart, though a part was there.");
        Assert.DoesNotContain(scene.Errors, static error => !QueueScene.IsOfKill(error));
    }

    [Fact]
    public async Task A_directory_is_made_like_another_one_on_ProFTPD_by_a_plan_and_then_nothing_is_left_to_do()
    {
        var (root, site, home) = Prepare();
        using var _ = home;
        Directory.CreateDirectory(home.Combine("site/pages"));
        home.Write("site/index.html", "much longer than before"u8);
        home.Write("site/pages/new.html", "new"u8);
        await File.WriteAllTextAsync(Path.Combine(root, "index.html"), "old", Cancellation);
        await using var scene = await QueueScene.OpenAsync(chromium, home);

        await PlanAsync(scene, home.Combine("site"), site);
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("sync-sum"), "2 files to copy .*Nothing was changed yet");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("plan-row").Filter(new() { HasText = "index.html" }), "replace.*23 bytes in the source, 3 bytes in the target");
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(root, "index.html"), Cancellation));
        await scene.PressAsync("Start");
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal("much longer than before", await File.ReadAllTextAsync(Path.Combine(root, "index.html"), Cancellation));
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(root, "pages/new.html"), Cancellation));
        await PlanAsync(scene, home.Combine("site"), site);
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("sync-sum"), "^0 files to copy .*2 as they should be");
        Assert.Empty(scene.Errors);
    }

    private static async Task PlanAsync(QueueScene scene, string source, string target)
    {
        await scene.PressAsync("Synchronise…");
        await scene.Page.GetByTestId("sync-source").FillAsync(source);
        await scene.Page.GetByTestId("sync-target").FillAsync(target);
        await scene.PressAsync("Show the plan");
    }

    // A directory of the server as this machine and as a site of the home sees it.
    private (string Root, string Site, TempDirectory Home) Prepare()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        var home = new TempDirectory();
        QueueServer.SaveSite(home, "pro", peer.Port, peer.User, peer.Password, peer.Ca);
        var root = Directory.CreateDirectory(Path.Combine(peer.Home, Path.GetRandomFileName())).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, (UnixFileMode)0x1FF); // the server writes as another user
        return (root, $"pro:/{Path.GetFileName(root)}/", home);
    }
}
