using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Transfer;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Interop.Tests.Engine;

/// <summary>Trees planned and carried with real servers: up, down, again, and with deletions.</summary>
public sealed class TreeTests(PeerServers peers)
{
    private static readonly DateTime Old = new(2020, 2, 29, 12, 34, 56, DateTimeKind.Utc);

    [Theory]
    [InlineData("vsftpd")]
    [InlineData("vsftpd-implicit")]
    [InlineData("proftpd")]
    [InlineData("pureftpd")]
    public async Task A_tree_goes_up_and_down_once_and_then_there_is_nothing_to_do(string name)
    {
        var peer = peers.Require(name);
        using var here = new TempDirectory();
        using var back = new TempDirectory();
        MakeTree(here);
        var root = FtpPath.Root.Append(Path.GetRandomFileName());
        await using var local = TransferSide.Local(here.Path);
        await using var server = EngineWork.Side(peer, root, sessions: 4);
        await using var other = TransferSide.Local(back.Path);

        var up = await RunAsync(local, server);
        var upAgain = await PlanAsync(local, server);
        var down = await RunAsync(server, other);
        var downAgain = await PlanAsync(server, other);

        Assert.Equal(6, up.FilesDone);
        Assert.True(upAgain.IsNothingToDo, upAgain.ToString());
        Assert.Equal(6, upAgain.Kept);
        Assert.Equal(6, down.FilesDone);
        Assert.True(downAgain.IsNothingToDo, downAgain.ToString());
        Assert.Equal(Contents(here.Path), Contents(back.Path));
        Assert.True(Directory.Exists(back.Combine("empty/inside")));
        Assert.Equal(Old, File.GetLastWriteTimeUtc(back.Combine("old")));
        Assert.Equal(File.GetLastWriteTimeUtc(here.Combine("sub/naïve ☃.txt")), File.GetLastWriteTimeUtc(back.Combine("sub/naïve ☃.txt")), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("vsftpd")]
    [InlineData("proftpd")]
    [InlineData("pureftpd")]
    public async Task A_change_of_the_same_size_within_a_minute_is_noticed_and_what_is_gone_is_deleted(string name)
    {
        var peer = peers.Require(name);
        using var here = new TempDirectory();
        MakeTree(here);
        var root = FtpPath.Root.Append(Path.GetRandomFileName());
        await using var local = TransferSide.Local(here.Path);
        await using var server = EngineWork.Side(peer, root, sessions: 4);
        var recent = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5);
        var minute = new DateTime(recent.Year, recent.Month, recent.Day, recent.Hour, recent.Minute, 10, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(here.Combine("zero"), minute);
        here.Write("changing", "one"u8);
        File.SetLastWriteTimeUtc(here.Combine("changing"), minute);
        await RunAsync(local, server);

        here.Write("changing", "two"u8);
        File.SetLastWriteTimeUtc(here.Combine("changing"), minute.AddSeconds(20));
        File.Delete(here.Combine("sub/.hidden"));
        Directory.Delete(here.Combine("empty"), recursive: true);
        var options = new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None };
        var steps = new List<string>();
        await foreach (var step in new TransferPlan(local, server, options).StepsAsync(TestContext.Current.CancellationToken))
        {
            if (step.Action != StepAction.Keep) steps.Add($"{step.Action} {step.Path} {step.Reason}");
        }

        await RunAsync(local, server, options);
        var again = await PlanAsync(local, server, options);

        Assert.Equal(
            ["Delete sub/.hidden NotInSource", "DeleteDirectory empty NotInSource", "DeleteDirectory empty/inside NotInSource", "Replace changing SourceNewer"],
            steps.Order(StringComparer.Ordinal));
        Assert.Equal("Replace changing SourceNewer", steps[0]);
        Assert.True(steps.IndexOf("DeleteDirectory empty/inside NotInSource") < steps.IndexOf("DeleteDirectory empty NotInSource"));
        Assert.True(again.IsNothingToDo, again.ToString());
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(peer.Home, root.Name, "changing"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(peer.Home, root.Name, "empty")));
    }

    [Theory]
    [InlineData("proftpd")]
    public async Task Checksums_of_the_server_are_compared_where_they_are_asked_for(string name)
    {
        var peer = peers.Require(name);
        using var here = new TempDirectory();
        here.Write("same", "abc"u8);
        here.Write("other", "abc"u8);
        var root = FtpPath.Root.Append(Path.GetRandomFileName());
        await using var local = TransferSide.Local(here.Path);
        await using var server = EngineWork.Side(peer, root, sessions: 4);
        await RunAsync(local, server);
        var time = File.GetLastWriteTimeUtc(here.Combine("other"));
        here.Write("other", "abd"u8);
        File.SetLastWriteTimeUtc(here.Combine("other"), time);

        var byTime = await PlanAsync(local, server);
        var byHash = await PlanAsync(local, server, new TransferPlanOptions { Comparison = ComparisonMethod.Hash });

        Assert.True(byTime.IsNothingToDo);
        Assert.Equal((1, 1), (byHash.Replacements, byHash.Kept));
    }

    [Fact]
    public async Task A_server_without_checksums_is_told_before_anything_is_planned()
    {
        var peer = peers.Require("vsftpd");
        using var here = new TempDirectory();
        await using var local = TransferSide.Local(here.Path);
        await using var server = EngineWork.Side(peer, FtpPath.Root, sessions: 2);

        var refusal = await Assert.ThrowsAsync<TransferPlanException>(
            () => PlanAsync(local, server, new TransferPlanOptions { Comparison = ComparisonMethod.Hash }));

        Assert.Equal(PlanRefusal.NoChecksums, refusal.Refusal);
    }

    [Theory]
    [InlineData("vsftpd")]
    [InlineData("proftpd")]
    [InlineData("pureftpd")]
    public async Task Links_of_a_server_are_followed_but_not_in_a_circle(string name)
    {
        var peer = peers.Require(name);
        using var back = new TempDirectory();
        var (there, root) = EngineWork.MakeDirectory(peer);
        Directory.CreateDirectory(Path.Combine(there, "d"));
        await File.WriteAllTextAsync(Path.Combine(there, "d", "file"), "content", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(there, "to-file"), "d/file");
        File.CreateSymbolicLink(Path.Combine(there, "to-directory"), "d");
        File.CreateSymbolicLink(Path.Combine(there, "d", "up"), "..");
        File.CreateSymbolicLink(Path.Combine(there, "broken"), "nothing");
        await using var server = EngineWork.Side(peer, root, sessions: 4);
        await using var local = TransferSide.Local(back.Path);
        var plan = new TransferPlan(server, local, new TransferPlanOptions { Links = LinkPolicy.Follow, MaxDepth = 20 });

        await foreach (var happened in new TransferRunner(plan).RunAsync(TestContext.Current.CancellationToken)) Assert.NotNull(happened);

        Assert.Equal("content", await File.ReadAllTextAsync(back.Combine("to-file"), TestContext.Current.CancellationToken));
        Assert.Equal("content", await File.ReadAllTextAsync(back.Combine("to-directory/file"), TestContext.Current.CancellationToken));
        Assert.False(Path.Exists(back.Combine("d/up/d/up/d/up")));
        Assert.False(Path.Exists(back.Combine("broken")));
    }

    [Fact]
    public async Task A_local_name_that_is_no_UTF8_is_told_and_lets_nothing_be_deleted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Names have no bytes there.");
        using var here = new TempDirectory();
        using var there = new TempDirectory();
        await RawFile.WriteAsync(here.Path, [(byte)'c', 0xE9], "content");
        here.Write("good", "x"u8);
        there.Write("c\uEFE9", "content"u8);
        await using var source = TransferSide.Local(here.Path);
        await using var target = TransferSide.Local(there.Path);
        var steps = new List<string>();

        await foreach (var step in new TransferPlan(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None }).StepsAsync(TestContext.Current.CancellationToken))
            steps.Add($"{step.Action} {step.Path} {step.Reason}");
        await RawFile.ClearAsync(here.Path);

        Assert.Equal(["Copy good Missing", "Refuse . ListingIncomplete", "Refuse . NotListed"], steps.Order(StringComparer.Ordinal));
    }

    private static void MakeTree(TempDirectory directory)
    {
        Directory.CreateDirectory(directory.Combine("sub/deeper"));
        Directory.CreateDirectory(directory.Combine("empty/inside"));
        directory.Write("zero", []);
        directory.Write("old", "old"u8);
        File.SetLastWriteTimeUtc(directory.Combine("old"), Old);
        directory.Write("sub/naïve ☃.txt", Encoding.UTF8.GetBytes("☃"));
        directory.Write("sub/.hidden", "x"u8);
        directory.Write("sub/-rf *", "x"u8);
        directory.WriteRandom("sub/deeper/big", 1_000_000);
    }

    private static async Task<TransferRunSummary> RunAsync(TransferSide source, TransferSide target, TransferPlanOptions? options = null)
    {
        TransferRunSummary? summary = null;
        await foreach (var happened in new TransferRunner(new TransferPlan(source, target, options)).RunAsync(TestContext.Current.CancellationToken))
        {
            if (happened is Transfer.Events.RunFinished finished) summary = finished.Summary;
        }

        EngineWork.AssertComplete(summary!);
        return summary!;
    }

    private static async Task<TransferPlanSummary> PlanAsync(TransferSide source, TransferSide target, TransferPlanOptions? options = null)
    {
        var plan = new TransferPlan(source, target, options);
        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken)) TestContext.Current.TestOutputHelper?.WriteLine($"{step.Action} {step.Path}: {step.Because}");
        return plan.Summary;
    }

    private static IEnumerable<(string, string)> Contents(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(file => (Path.GetRelativePath(root, file), Convert.ToHexString(File.ReadAllBytes(file))))
        .OrderBy(pair => pair.Item1, StringComparer.Ordinal);
}
