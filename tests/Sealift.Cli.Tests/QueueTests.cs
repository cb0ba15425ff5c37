using System.Globalization;
using Sealift.Cli.Tests.Runs;
using Sealift.Transfer;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.Cli.Tests;

/// <summary>The queue as a user has it.</summary>
public sealed class QueueTests : CommandTests
{
    private string StatePath => Home.Combine(".local/state/sealift/transfers.db");

    [Fact]
    public async Task Jobs_are_added_listed_run_and_remembered()
    {
        Write("out/a/one", "1");
        Write("out/two.tmp", "2");
        AssertExit(0, await RunAsync("queue", "add", "out", Server.Url("in/"), "--exclude", "*.tmp"));
        AssertExit(0, await RunAsync("queue", "add", Server.Url("in/"), "back", "--priority", "-1"));

        var listed = (await QueueAsync("ls", "--json")).Json;
        Assert.Equal(["waiting", "waiting"], listed.Select(job => job.GetProperty("state").GetString()));
        Assert.Equal(Home.Combine("out"), listed[0].GetProperty("source").GetString());
        Assert.Equal(["--exclude", "*.tmp", "--ca", Server.AuthorityFile], listed[0].GetProperty("options").EnumerateArray().Select(word => word.GetString()));

        var run = await QueueAsync("run", "--json");
        AssertExit(0, run);
        Assert.Equal("1", await File.ReadAllTextAsync(Home.Combine("back/a/one"), Cancellation));
        Assert.False(File.Exists(Home.Combine("back/two.tmp")));
        Assert.Equal(["done", "done"], run.Json.Where(line => line.GetProperty("event").GetString() == "jobEnd").Select(line => line.GetProperty("outcome").GetString()));
        Assert.Empty((await QueueAsync("ls")).Output);
        Assert.Equal(2, (await QueueAsync("ls", "--all")).Lines.Count);
        Assert.Equal([2, 1], (await QueueAsync("history", "--json")).Json.Select(line => line.GetProperty("job").GetInt64()));
        Assert.Contains("out -> ", (await QueueAsync("history")).Output, StringComparison.Ordinal);
        AssertExit(0, await QueueAsync("run"));
    }

    [Fact]
    public async Task Jobs_with_the_same_login_log_in_once_and_a_refused_login_is_tried_once()
    {
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            Write($"out/{name}", name);
            AssertExit(0, await RunAsync("queue", "add", $"out/{name}", Server.Url("in/")));
        }

        AssertExit(0, await QueueAsync("run"));
        Assert.Equal(["in/a", "in/b", "in/c", "in/d"], FilesOf(Server.Files.Path));
        Assert.Equal(1, Server.Logins);

        Write("wrong", "not the password");
        foreach (var name in (string[])["a", "b", "c"])
            AssertExit(0, await RunBareAsync("queue", "add", $"out/{name}", Server.Url("in/"), "--password-file", "wrong", "--ca", Server.AuthorityFile));
        AssertExit(1, await QueueAsync("run"));
        Assert.Equal(1, Server.RefusedLogins);
    }

    [Fact]
    public async Task A_file_goes_into_a_directory_or_becomes_the_file_that_is_named()
    {
        Write("report.pdf", "pdf");
        Directory.CreateDirectory(Server.Files.Combine("in"));
        Directory.CreateDirectory(Home.Combine("local"));
        foreach (var target in (string[])["in/", "in", "in/other.pdf", "new/deep/"]) AssertExit(0, await RunAsync("queue", "add", "report.pdf", Server.Url(target)));
        AssertExit(0, await RunAsync("queue", "add", Server.Url("in/other.pdf"), "local"));
        AssertExit(0, await RunAsync("queue", "add", Server.Url("in/other.pdf"), "local/x.pdf"));

        AssertExit(0, await QueueAsync("run"));

        Assert.Equal(["in/other.pdf", "in/report.pdf", "new/deep/report.pdf"], FilesOf(Server.Files.Path));
        Assert.Equal(["other.pdf", "x.pdf"], FilesOf(Home.Combine("local")));
    }

    [Fact]
    public async Task No_secret_gets_into_the_queue_and_a_job_that_will_have_to_ask_says_so()
    {
        Write("a", "1");
        AssertError(2, await RunBareAsync("queue", "add", "a", $"ftpes://alice:{SealiftRun.Canary}@127.0.0.1/x"));
        AssertError(2, await RunBareAsync("queue", "add", "a", "ftpes://alice@127.0.0.1/x", "--password-file", "-"));
        Assert.Empty((await QueueAsync("ls")).Output);

        var asks = await RunBareAsync("queue", "add", "a", "ftpes://alice@127.0.0.1/x");
        AssertExit(0, asks);
        Assert.Contains("warning: job 1 will have to ask for the password of alice on 127.0.0.1", asks.Error, StringComparison.Ordinal);

        Write("pw", FtpsServer.Password);
        var knows = await RunBareAsync("queue", "add", "a", "ftpes://alice@127.0.0.1/x", "--password-file", "pw");
        AssertExit(0, knows);
        Assert.Empty(knows.Error);
        Assert.Contains(Home.Combine("pw"), (await QueueAsync("show", "2")).Output, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(StatePath)!, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(SealiftRun.Canary, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_fails_is_exit_code_1_and_is_retried()
    {
        AssertExit(0, await RunAsync("queue", "add", "later", Server.Url("in/")));

        var failed = await QueueAsync("run");
        AssertExit(1, failed);
        Assert.Contains("sealift: job 1: ", failed.Error, StringComparison.Ordinal);
        Assert.Equal("failed", Assert.Single((await QueueAsync("ls", "--json")).Json).GetProperty("state").GetString());
        AssertExit(0, await QueueAsync("run"));

        Write("later/a", "1");
        AssertExit(0, await QueueAsync("retry"));
        AssertExit(0, await QueueAsync("run"));
        Assert.Equal(["in/a"], FilesOf(Server.Files.Path));
    }

    [Fact]
    public async Task Jobs_are_paused_resumed_moved_and_removed()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            Write(name, name);
            AssertExit(0, await RunAsync("queue", "add", name, Server.Url("")));
        }

        AssertExit(0, await QueueAsync("pause", "1"));
        AssertExit(0, await QueueAsync("move", "3", "--before", "2"));
        AssertExit(0, await QueueAsync("rm", "2"));
        Assert.Equal([("1", "paused"), ("3", "waiting")], (await QueueAsync("ls")).Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => (words[0], words[1])));
        AssertExit(0, await QueueAsync("run"));
        Assert.Equal(["c"], FilesOf(Server.Files.Path));
        AssertExit(0, await QueueAsync("resume", "1"));
        AssertExit(0, await QueueAsync("run"));
        Assert.Equal(["a", "c"], FilesOf(Server.Files.Path));
        AssertExit(0, await QueueAsync("rm", "--done"));
        Assert.Empty((await QueueAsync("ls", "--all")).Output);

        AssertError(2, await QueueAsync("rm", "99"));
        AssertError(2, await QueueAsync("pause", "x"));
        AssertError(2, await QueueAsync("show", "99"));
        AssertError(2, await QueueAsync("move", "1"));
    }

    [Fact]
    public async Task A_schedule_is_checked_when_the_job_is_added_and_runs_when_it_is_due()
    {
        Write("a", "1");
        AssertError(2, await RunAsync("queue", "add", "a", Server.Url(""), "--cron", "61 * * * *"));
        AssertError(2, await RunAsync("queue", "add", "a", Server.Url(""), "--cron", "@daily", "--zone", "Nowhere/Atlantis"));
        AssertError(2, await RunAsync("queue", "add", "a", Server.Url(""), "--at", "soon"));
        AssertError(2, await RunAsync("queue", "add", "a", Server.Url(""), "--limit-schedule", "8-18=fast"));
        AssertError(2, await RunAsync("queue", "add", "a", Server.Url(""), "--dry-run"));
        AssertExit(0, await RunAsync("queue", "add", "a", Server.Url("cron"), "--cron", "0 3 * * sun", "--zone", "Europe/Berlin"));
        AssertExit(0, await RunAsync("queue", "add", "a", Server.Url("past"), "--at", "2020-01-01T00:00Z"));

        AssertExit(0, await QueueAsync("run"));

        Assert.Equal(["past"], FilesOf(Server.Files.Path));
        var job = Assert.Single((await QueueAsync("ls", "--json")).Json);
        Assert.Equal("Europe/Berlin", job.GetProperty("zone").GetString());
        Assert.True(DateTimeOffset.Parse(job.GetProperty("due").GetString()!, CultureInfo.InvariantCulture) > TimeProvider.System.GetUtcNow());
        AssertExit(1, await QueueAsync("run", "1"));
    }

    [Fact]
    public async Task A_second_process_is_refused_and_told_which_one_is_at_work()
    {
        await using var file = await StateFile.OpenAsync(StatePath, new StateFileOptions { Command = "a test" }, Cancellation);
        using var held = new TransferQueue(file).TakeRunnerLock();

        var refused = await QueueAsync("run");

        AssertError(7, refused);
        Assert.Contains($"process {Environment.ProcessId} ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("a test", refused.Error, StringComparison.Ordinal);
        Assert.Contains("SL-STATE-05", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_kept_and_the_good_jobs_go_on()
    {
        Write("a", "1");
        for (var i = 0; i < 3; i++) AssertExit(0, await RunAsync("queue", "add", "a", Server.Url($"f{i}")));
        var content = await File.ReadAllBytesAsync(StatePath, Cancellation);
        var damaged = (byte[])content.Clone();
        Array.Fill(damaged, (byte)0x55, 100, 50);
        await File.WriteAllBytesAsync(StatePath, damaged, Cancellation);

        var listed = await QueueAsync("ls");

        AssertExit(0, listed);
        Assert.Contains("is kept as", listed.Error, StringComparison.Ordinal);
        Assert.Equal(3, listed.Lines.Count);
        var kept = Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(StatePath)!, "*damaged*"));
        Assert.Equal(damaged, await File.ReadAllBytesAsync(kept, Cancellation));
        AssertExit(0, await QueueAsync("run"));
        Assert.Equal(["f0", "f1", "f2"], FilesOf(Server.Files.Path));
    }

    [Fact]
    public async Task A_file_of_another_kind_in_its_place_is_exit_code_7_and_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StatePath)!);
        await File.WriteAllTextAsync(StatePath, new string('x', 5000), Cancellation);

        AssertError(7, await QueueAsync("ls"));

        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(StatePath, Cancellation));
    }

    [Fact]
    public async Task Unfinished_files_are_listed_and_removed_but_never_those_in_use()
    {
        var old = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-3);
        foreach (var name in (string[])[".a.sealift-part", ".b.sealift-part", "precious"])
        {
            Server.Files.Write(name, "x"u8);
            File.SetLastWriteTimeUtc(Server.Files.Combine(name), old);
        }

        Server.Files.Write(".new.sealift-part", "x"u8);
        await using var file = await StateFile.OpenAsync(StatePath, cancellationToken: Cancellation);
        await using var source = TransferSide.Local(Home.Path);
        await using var target = TransferSide.Local(Server.Files.Path);
        await using (var running = file.OpenJournal(source, target))
        {
            await running.WriteAsync(new FileRecord(Core.FtpPath.Parse("b"), FileState.Pending) { Part = Core.FtpPath.Parse(".b.sealift-part") }, Cancellation);

            Assert.Equal([("abandoned", false), ("inUse", false), ("recent", false)], await CleanAsync());
            Assert.Equal([("abandoned", true), ("inUse", false), ("recent", false)], await CleanAsync("--remove"));
        }

        Assert.Equal([("recent", false), ("resumable", true)], await CleanAsync("--remove"));
        Assert.Equal([".new.sealift-part", "precious"], FilesOf(Server.Files.Path));
        Assert.Equal([("abandoned", true)], await CleanAsync("--remove", "--older-than", "0s"));
    }

    [Fact]
    public async Task Clean_gives_the_only_copy_its_name_back_and_deletes_what_has_a_successor()
    {
        Server.Files.Write("a.sealift-old", "old a"u8);
        Server.Files.Write("b.sealift-old", "old b"u8);
        Server.Files.Write("b", "new b"u8);

        var listed = await RunAsync("queue", "clean", Server.Url(""));
        AssertExit(0, listed);
        Assert.Contains("only copy", listed.Output, StringComparison.Ordinal);
        Assert.Contains("superseded", listed.Output, StringComparison.Ordinal);
        Assert.Equal(3, FilesOf(Server.Files.Path).Count());

        Assert.Equal([("onlyCopy", false), ("superseded", true)], await CleanAsync("--remove"));
        Assert.Equal(["a", "b"], FilesOf(Server.Files.Path));
        Assert.Equal(("old a", "new b"), (File.ReadAllText(Server.Files.Combine("a")), File.ReadAllText(Server.Files.Combine("b"))));
    }

    private async Task<IEnumerable<(string, bool)>> CleanAsync(params string[] more)
    {
        var result = await RunAsync(["queue", "clean", Server.Url(""), "--json", .. more]);
        AssertExit(0, result);
        return result.Json.Select(line => (line.GetProperty("state").GetString()!, line.GetProperty("deleted").GetBoolean())).Order();
    }

    private Task<SealiftResult> QueueAsync(params string[] arguments) =>
        SealiftRun.RunAsync(Home, ["queue", .. arguments], new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Home.Combine(name))!);
        File.WriteAllText(Home.Combine(name), content);
    }

    private static IEnumerable<string> FilesOf(string directory) => Directory
        .EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(directory, file))
        .Order(StringComparer.Ordinal);
}
