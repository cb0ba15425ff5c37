using Sealift.Transfer.Planning;
using static Sealift.Transfer.Tests.Planning.ListedStore;

namespace Sealift.Transfer.Tests.Planning;

/// <summary>Large trees, made up while they are listed.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Threat", "T30")]
[Trait("Fault", "F31")]
public sealed class PlanScaleTests
{
    private const int FilesEach = 100;

    [Fact]
    public async Task A_tree_of_200000_entries_is_planned_in_flat_memory()
    {
        const long limit = 64L * 1024 * 1024;
        var (source, target) = (Tree(2000, isOlder: false), Tree(2000, isOlder: true));
        var plan = PlanSetup.Plan(source, target);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long largest = 0;
        long count = 0;

        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken))
        {
            if (++count % 50_000 == 0) largest = Math.Max(largest, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(200_000, count);
        Assert.Equal((200_000, 2001), (plan.Summary.Replacements, plan.Summary.SourceDirectories));
        Assert.InRange(largest, long.MinValue, limit);
    }

    [Fact]
    public async Task Each_directory_is_listed_once_on_each_side_whatever_the_size_of_the_tree()
    {
        foreach (var directories in (int[])[1, 10, 100])
        {
            var (source, target) = (Tree(directories, isOlder: false), Tree(directories, isOlder: true));

            var steps = await PlanSetup.StepsAsync(source, target);

            Assert.Equal(directories * FilesEach, steps.Count);
            Assert.Equal((directories + 1, directories + 1), (source.Listings, target.Listings));
        }
    }

    [Fact]
    public async Task An_endless_tree_ends_at_the_depth_that_is_allowed()
    {
        var endless = new ListedStore(_ => [Directory("d")]);

        var steps = await PlanSetup.StepsAsync(endless, new ListedStore(path => path.IsTop ? [] : null), new TransferPlanOptions { MaxDepth = 30 });

        Assert.Equal(30, steps.Count(step => step.Action == StepAction.CreateDirectory));
        Assert.Equal(StepReason.TooDeep, Assert.Single(steps, step => step.Action == StepAction.Refuse).Reason);
    }

    [Fact]
    public async Task Whoever_stops_reading_stops_the_walk()
    {
        var source = Tree(2000, isOlder: false);
        var plan = PlanSetup.Plan(source, new ListedStore(path => path.IsTop ? [] : null));

        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken)) break;

        Assert.InRange(source.Listings, 1, 1000);
        Assert.False(plan.Summary.IsComplete);
    }

    private static ListedStore Tree(int directories, bool isOlder) => new(path => path.Segments.Count switch
    {
        0 => Enumerable.Range(0, directories).Select(i => Directory($"directory-{i:0000}")),
        1 => Enumerable.Range(0, FilesEach).Select(i => File($"file-{i:00}", isOlder ? 1 : 2)),
        _ => null,
    });
}
