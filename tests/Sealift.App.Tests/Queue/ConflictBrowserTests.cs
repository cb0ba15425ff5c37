using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Queue;

/// <summary>What is there already is never replaced before a person said so.</summary>
public sealed class ConflictBrowserTests(Chromium chromium, PeerServers peers)
{
    [Fact]
    public async Task Each_file_that_is_there_is_asked_about_until_an_answer_counts_for_all()
    {
        using var home = new TempDirectory();
        await using var server = await QueueServer.StartAsync(home);
        var source = Directory.CreateDirectory(home.Combine("site")).FullName;
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            await File.WriteAllTextAsync(Path.Combine(source, name), "the new one", TestContext.Current.CancellationToken);
            server.Files.Write(name, "old"u8);
        }

        await File.WriteAllTextAsync(Path.Combine(source, "new"), "new", TestContext.Current.CancellationToken);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.AddAsPane(source, "shop:/");

        await scene.ExpectQuestionAsync("a in shop:/");
        await scene.ExpectStateAsync(1, "waits for your answer");
        await QueueScene.ExpectTextAsync(scene.Page.GetByTestId("conflict"), "11 bytes.*3 bytes");
        await scene.PressAsync("Skip");
        await scene.ExpectQuestionAsync("b in shop:/");
        await scene.PressAsync("Keep both");
        await scene.ExpectQuestionAsync("c in shop:/");
        await scene.Page.GetByTestId("for-all").CheckAsync();
        await scene.PressAsync("Overwrite");
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal(["a", "b", "b (1)", "c", "d", "new"], Directory.EnumerateFiles(server.Files.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["old", "old", "the new one", "the new one", "the new one"], ((string[])["a", "b", "b (1)", "c", "d"]).Select(name => File.ReadAllText(server.Files.Combine(name))));
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task A_question_without_an_answer_pauses_the_job_and_comes_again()
    {
        using var home = new TempDirectory();
        var (source, target) = (Directory.CreateDirectory(home.Combine("from")).FullName, Directory.CreateDirectory(home.Combine("to")).FullName);
        home.Write("from/a", "the new one"u8);
        home.Write("to/a", "old"u8);
        await using var scene = await QueueScene.OpenAsync(chromium, home);
        scene.AddAsPane(source, target);

        await scene.PressAsync("Pause the job");
        await scene.ExpectStateAsync(1, "paused");
        Assert.Equal("old", await File.ReadAllTextAsync(home.Combine("to/a"), TestContext.Current.CancellationToken));
        await scene.PressAsync("Resume job 1");
        await scene.ReopenAsync();
        await scene.PressAsync("Overwrite");
        await scene.ExpectStateAsync(1, "done");

        Assert.Equal("the new one", await File.ReadAllTextAsync(home.Combine("to/a"), TestContext.Current.CancellationToken));
        Assert.Empty(scene.Errors);
    }

    [Fact]
    public async Task A_file_that_another_program_left_incomplete_on_ProFTPD_is_gone_on_with()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        using var home = new TempDirectory();
        QueueServer.SaveSite(home, "pro", peer.Port, peer.User, peer.Password, peer.Ca);
        var content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(900_000);
        home.Write("big.bin", content);
        var name = $"big-{Guid.NewGuid():N}.bin";
        var there = Path.Combine(peer.Home, name);
        await using var scene = await QueueScene.OpenAsync(chromium, home);

        // The first part comes as a file of its own, the way that another program leaves it.
        home.Write("part.bin", content.AsSpan(0, 500_000));
        scene.AddAsPane(home.Combine("part.bin"), $"pro:/{name}");
        await scene.ExpectStateAsync(1, "done");
        scene.AddAsPane(home.Combine("big.bin"), $"pro:/{name}");
        await scene.PressAsync("Resume");
        await scene.ExpectStateAsync(2, "done");

        Assert.Equal(400_000, scene.Queue.Find(2)!.Last!.Bytes);
        Assert.Equal(content, await File.ReadAllBytesAsync(there, TestContext.Current.CancellationToken));
        Assert.Empty(scene.Errors);
    }
}
