using CsCheck;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Planning;

/// <summary>Random trees, random pairs: what holds for every plan and its run.</summary>
public sealed class PlanPropertyTests
{
    private const int Rounds = 60;

    private static readonly string[] Names = ["a", "b", "A", "ä", "with space", "file:", "-rf", "%2e", "ﬁ", "漢字", ".hidden", "x.sealift-part.txt"];

    // A tree as its files: paths of one to three names, each with content. What a file is cannot be a directory, too.
    private static readonly Gen<(string Path, byte[] Content)[]> Trees =
        Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]).Array[1, 3], Gen.Byte.Array[0, 3], (names, content) => (string.Join('/', names), content)).Array[0, 12];

    [Fact]
    public Task A_plan_that_was_carried_out_leaves_equal_trees_and_nothing_to_do() =>
        Gen.Select(Trees, Trees).SampleAsync(
            async (one, other) =>
            {
                var (source, target) = (await MakeAsync(one), await MakeAsync(other));
                var plan = PlanSetup.Plan(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None });

                var steps = await PlanSetup.StepsAsync(plan);
                var (_, summary) = await RunSetup.RunAsync(new TransferRunner(plan));
                var again = await PlanSetup.StepsAsync(plan);

                // A file where a directory should be, or the other way round, is refused and stays; then nothing is deleted either.
                var conflicts = steps.Count(step => step.Reason == StepReason.KindDiffers);
                Assert.Equal(conflicts, summary.Failures.Count);
                if (conflicts > 0)
                {
                    Assert.All(again, step => Assert.Contains(step.Action, (StepAction[])[StepAction.Keep, StepAction.Refuse, StepAction.Delete, StepAction.DeleteDirectory]));
                    return;
                }

                Assert.True(summary.IsComplete);
                Assert.Equal(await RunSetup.TreeAsync(source), await RunSetup.TreeAsync(target));
                Assert.True(plan.Summary.IsNothingToDo, string.Join('\n', PlanSetup.Lines(again)));
            },
            iter: Rounds,
            threads: 1);

    [Fact]
    public Task Without_being_asked_nothing_is_deleted_and_everything_of_the_source_arrives() =>
        Gen.Select(Trees, Trees).SampleAsync(
            async (one, other) =>
            {
                var (source, target) = (await MakeAsync(one), await MakeAsync(other));
                var before = await RunSetup.TreeAsync(target);
                var plan = PlanSetup.Plan(source, target);

                var steps = await PlanSetup.StepsAsync(plan);
                await RunSetup.RunAsync(new TransferRunner(plan));

                var after = await RunSetup.TreeAsync(target);
                Assert.DoesNotContain(steps, step => step.Action is StepAction.Delete or StepAction.DeleteDirectory);
                Assert.All(before.Keys, path => Assert.True(after.ContainsKey(path)));
                foreach (var step in steps.Where(step => step.Action is StepAction.Copy or StepAction.Replace))
                    Assert.Equal(await RunSetup.ReadAsync(source, step.Path.ToString()), await RunSetup.ReadAsync(target, step.Path.ToString()));
            },
            iter: Rounds,
            threads: 1);

    [Fact]
    public Task No_step_leads_out_of_the_root_and_every_entry_of_the_source_has_one() =>
        Gen.Select(Trees, Trees).SampleAsync(
            async (one, other) =>
            {
                var (source, target) = (await MakeAsync(one), await MakeAsync(other));

                var steps = await PlanSetup.StepsAsync(PlanSetup.Plan(source, target, new TransferPlanOptions { Delete = true }));

                Assert.All(steps, step => Assert.False(step.Path.IsAbsolute));
                var told = steps.Select(step => step.Path.ToString()).ToList();
                var refused = steps.Where(step => step.Action == StepAction.Refuse).Select(step => step.Path).ToList();
                foreach (var (path, content) in await RunSetup.TreeAsync(source))
                {
                    // A directory that both have needs no step; what is below a refused one has none.
                    var isBelow = refused.Any(above => FtpPath.Parse(path).IsWithin(above));
                    if (content is not null && !isBelow) Assert.Single(told, path);
                }
            },
            iter: Rounds,
            threads: 1);

    private static async Task<MemoryFileStore> MakeAsync((string Path, byte[] Content)[] files)
    {
        var store = new MemoryFileStore();
        foreach (var (path, content) in files)
        {
            try
            {
                await RunSetup.WriteAsync(store, path, content);

                // Files of one size and one time are taken for equal, so those that are not have other times.
                var number = content.Aggregate(0, (sum, one) => (sum * 256) + one);
                var time = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(number);
                await store.SetModifiedAsync(FtpPath.Parse(path), time, TestContext.Current.CancellationToken);
            }
            catch (FileStoreException e) when (e.Error is FileStoreError.AlreadyExists or FileStoreError.IsADirectory or FileStoreError.NotADirectory or FileStoreError.NotFound)
            {
                // Another file of the tree has a directory of that name, or is one.
                continue;
            }
        }

        return store;
    }
}
