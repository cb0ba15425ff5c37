using System.Text;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.TestKit.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Kit;

/// <summary>Trees that only an enemy has, copied to a directory of this machine.</summary>
public sealed class HostileTreeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_name_arrives_as_itself_or_is_refused_once_and_nothing_leaves_the_target()
    {
        using var around = new TempDirectory();
        var target = Directory.CreateDirectory(around.Combine("target")).FullName;
        string[] names = [.. HostileTree.Names()];

        var (events, summary) = await RunAsync(new HostileTree(names), target);

        Assert.True(names.Length >= 300, $"{names.Length} names");
        Assert.Equal(["target"], Directory.EnumerateFileSystemEntries(around.Path).Select(Path.GetFileName));
        var arrived = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).ToList();
        Assert.All(arrived, file => Assert.Equal(target, Path.GetDirectoryName(file)));
        Assert.Equal(arrived.Count, events.OfType<FileDone>().Count());
        Assert.DoesNotContain(arrived, file => Path.GetFileName(file).Any(static character => character is < ' ' or '\x7f'));
        Assert.Distinct(summary.Failures.Select(failure => failure.ToString()));
        Assert.All(summary.Failures, failure => Assert.NotEqual(FailureClass.Unexpected, failure.Class));

        // Each one is there with its own content, whatever it is called here, or was refused.
        var contents = arrived.Select(static file => Encoding.UTF8.GetString(File.ReadAllBytes(file))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(arrived.Count, contents.Count);
        Assert.All(contents, content => Assert.Contains(content[..^1], names));
        Assert.True(contents.Count + summary.Failures.Count >= names.Length, $"{contents.Count} arrived, {summary.Failures.Count} refused, of {names.Length}");
    }

    [Fact]
    public async Task A_directory_that_contains_itself_ends_somewhere_and_says_so()
    {
        using var around = new TempDirectory();

        var (_, summary) = await RunAsync(new HostileTree(["file"], loops: true), around.Path);

        Assert.False(summary.IsComplete);
        Assert.DoesNotContain(summary.Failures, failure => failure.Class == FailureClass.Unexpected);
    }

    [Fact]
    public async Task A_deep_tree_arrives_as_far_as_the_disk_can_hold_it()
    {
        using var around = new TempDirectory();

        var (events, summary) = await RunAsync(new HostileTree(["file"], depth: 100), around.Path);

        Assert.True(summary.IsComplete, string.Join('\n', summary.Failures.Append(summary.PlanFailure)));
        Assert.Equal(101, events.OfType<FileDone>().Count());
    }

    private static async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> RunAsync(HostileTree tree, string directory)
    {
        await using var source = TransferSide.Of(tree, FtpPath.Home, "an enemy");
        await using var target = TransferSide.Local(directory);
        List<TransferEvent> events = [];
        await foreach (var happened in new TransferRunner(new TransferPlan(source, target), new TransferRunOptions { Retry = RetryPolicy.None }).RunAsync(Cancellation))
            events.Add(happened);
        return (events, Assert.IsType<RunFinished>(events[^1]).Summary);
    }
}
