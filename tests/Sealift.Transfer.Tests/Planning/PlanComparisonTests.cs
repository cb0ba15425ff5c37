using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Tests.Running;
using static Sealift.Transfer.Tests.Planning.ListedStore;

namespace Sealift.Transfer.Tests.Planning;

[Trait("Fault", "F18")]
public sealed class PlanComparisonTests
{
    private static readonly FtpTimestamp Noon = Utc(2026, 5, 1, 12, 0, 0);

    [Fact]
    public async Task An_empty_target_gets_directories_before_their_content()
    {
        var source = new MemoryFileStore();
        await RunSetup.WriteAsync(source, "a/b/file", "content");
        await RunSetup.WriteAsync(source, "other", "content");
        await source.CreateDirectoryAsync(FtpPath.Parse("empty"), TestContext.Current.CancellationToken);
        var plan = PlanSetup.Plan(source, new MemoryFileStore());

        var steps = await PlanSetup.StepsAsync(plan);

        Assert.Equal(
            ["CreateDirectory a Missing", "CreateDirectory a/b Missing", "Copy a/b/file Missing", "CreateDirectory empty Missing", "Copy other Missing"],
            PlanSetup.Lines(steps));
        var order = steps.Select(step => step.Path.ToString()).ToList();
        Assert.True(order.IndexOf("a") < order.IndexOf("a/b") && order.IndexOf("a/b") < order.IndexOf("a/b/file"));
        Assert.Equal((2, 3, 14L, true), (plan.Summary.Copies, plan.Summary.CreateDirectories, plan.Summary.Bytes, plan.Summary.IsComplete));
    }

    [Theory]
    [InlineData(5, 0, StepAction.Replace, StepReason.SizeDiffers)]
    [InlineData(1, 0, StepAction.Keep, StepReason.SameSizeAndTime)]
    [InlineData(1, -1, StepAction.Replace, StepReason.SourceNewer)]
    [InlineData(1, 1, StepAction.Replace, StepReason.TimeDiffers)]
    public async Task Size_and_time_decide(long size, int seconds, StepAction action, StepReason reason)
    {
        var target = Noon with { Value = Noon.Value.AddSeconds(seconds) };

        var step = await CompareAsync(File("f", 1, Noon), File("f", size, target));

        Assert.Equal((action, reason), (step.Action, step.Reason));
        Assert.NotEmpty(step.Because);
    }

    [Fact]
    public async Task Milliseconds_mean_nothing_to_a_side_that_has_seconds()
    {
        var fine = new FtpTimestamp(Noon.Value.AddMilliseconds(987), FtpTimePrecision.Millisecond, IsUtc: true);

        var step = await CompareAsync(File("f", 1, fine), File("f", 1, Noon), traits: StoreTraits.ForFtp);

        Assert.Equal(StepReason.SameSizeAndTime, step.Reason);
    }

    [Theory]
    [InlineData(FtpTimePrecision.Minute, 30, true)]
    [InlineData(FtpTimePrecision.Minute, -30, true)]
    [InlineData(FtpTimePrecision.Minute, 3600, true)]
    [InlineData(FtpTimePrecision.Minute, 3600, false)]
    [InlineData(FtpTimePrecision.Day, 3600, false)]
    [InlineData(FtpTimePrecision.Day, 86400 * 3, false)]
    [InlineData(FtpTimePrecision.Year, 86400 * 900, false)]
    public async Task Times_of_LIST_are_never_evidence_that_a_file_is_newer_or_older(FtpTimePrecision precision, int secondsLater, bool isUtc)
    {
        var listed = new FtpTimestamp(
            DateTime.SpecifyKind(Noon.Value.AddSeconds(secondsLater), isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified), precision, isUtc);

        var down = await CompareAsync(File("f", 1, listed), File("f", 1, Noon));
        var up = await CompareAsync(File("f", 1, Noon), File("f", 1, listed));

        Assert.Equal((StepAction.Keep, StepAction.Keep), (down.Action, up.Action));
    }

    [Fact]
    public async Task Unknown_times_leave_the_size()
    {
        var unknown = File("f", 1) with { Modified = null };

        var step = await CompareAsync(unknown, File("f", 1));

        Assert.Equal((StepAction.Keep, StepReason.SameSize), (step.Action, step.Reason));
    }

    [Fact]
    public async Task A_size_in_blocks_proves_nothing()
    {
        var blocks = File("f", 512) with { IsSizeApproximate = true };

        var step = await CompareAsync(blocks, File("f", 100));

        Assert.Equal((StepAction.Keep, StepReason.SameSizeAndTime), (step.Action, step.Reason));
    }

    [Fact]
    public async Task Without_kept_times_a_newer_target_of_the_same_size_is_equal()
    {
        var later = Noon with { Value = Noon.Value.AddDays(1) };

        var step = await CompareAsync(File("f", 1, Noon), File("f", 1, later), new TransferPlanOptions { KeepTimes = false });

        Assert.Equal((StepAction.Keep, StepReason.TargetNewer), (step.Action, step.Reason));
    }

    [Theory]
    [InlineData(ExistingPolicy.Skip, 9, -5, StepAction.Keep, StepReason.Existing)]
    [InlineData(ExistingPolicy.ReplaceAlways, 1, 0, StepAction.Replace, StepReason.Forced)]
    [InlineData(ExistingPolicy.ReplaceOlder, 9, -5, StepAction.Replace, StepReason.SourceNewer)]
    [InlineData(ExistingPolicy.ReplaceOlder, 9, 5, StepAction.Keep, StepReason.TargetNewer)]
    [InlineData(ExistingPolicy.ReplaceOlder, 9, 0, StepAction.Replace, StepReason.SizeDiffers)]
    [InlineData(ExistingPolicy.ReplaceOlder, 1, 0, StepAction.Keep, StepReason.SameSizeAndTime)]
    public async Task Existing_files_follow_the_policy(ExistingPolicy policy, long targetSize, int targetSeconds, StepAction action, StepReason reason)
    {
        var target = Noon with { Value = Noon.Value.AddSeconds(targetSeconds) };

        var step = await CompareAsync(File("f", 1, Noon), File("f", targetSize, target), new TransferPlanOptions { Existing = policy });

        Assert.Equal((action, reason), (step.Action, step.Reason));
    }

    [Fact]
    public async Task Keeping_both_puts_a_different_source_under_the_next_free_name_once()
    {
        var source = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [File("report.pdf", 1)] });
        var target = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [File("report (1).pdf", 2), File("report.pdf", 3)] });
        var after = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [File("report (1).pdf", 2), File("report (2).pdf", 1), File("report.pdf", 3)] });
        var options = new TransferPlanOptions { Existing = ExistingPolicy.KeepBoth };

        var step = Assert.Single(await PlanSetup.StepsAsync(source, target, options));
        var again = Assert.Single(await PlanSetup.StepsAsync(source, after, options));

        Assert.Equal((StepAction.Copy, "report (2).pdf", "report.pdf"), (step.Action, step.Path.ToString(), step.SourcePath?.ToString()));
        Assert.Equal((StepAction.Keep, "report (2).pdf"), (again.Action, again.Path.ToString()));
    }

    [Fact]
    public async Task Checksums_tell_what_size_and_time_do_not()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var (source, target) = (new MemoryFileStore(clock), new MemoryFileStore(clock));
        await RunSetup.WriteAsync(source, "same", "abc");
        await RunSetup.WriteAsync(target, "same", "abc");
        await RunSetup.WriteAsync(source, "different", "abc");
        await RunSetup.WriteAsync(target, "different", "abd");
        await RunSetup.WriteAsync(source, "time", "abc");
        clock.Advance(TimeSpan.FromHours(1));
        await RunSetup.WriteAsync(target, "time", "abc");

        var byHash = await PlanSetup.LinesAsync(source, target, new TransferPlanOptions { Comparison = ComparisonMethod.Hash });
        var byTime = await PlanSetup.LinesAsync(source, target);

        Assert.Equal(["Replace different HashDiffers", "Keep same SameHash", "SetTime time TimeDiffers"], byHash);
        Assert.Equal(["Keep different SameSizeAndTime", "Keep same SameSizeAndTime", "Replace time TimeDiffers"], byTime);
    }

    [Fact]
    public async Task Checksums_that_a_side_cannot_compute_are_refused_before_anything_is_planned()
    {
        var silent = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [] });

        var refusal = await Assert.ThrowsAsync<TransferPlanException>(
            () => PlanSetup.StepsAsync(new MemoryFileStore(), silent, new TransferPlanOptions { Comparison = ComparisonMethod.Hash }));

        Assert.Equal(PlanRefusal.NoChecksums, refusal.Refusal);
    }

    [Fact]
    public async Task A_file_never_takes_the_place_of_a_directory_nor_a_directory_that_of_a_file()
    {
        var source = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [File("a"), Directory("b")], ["b"] = [File("c")] });
        var target = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [Directory("a"), File("b")], ["a"] = [File("x")] });

        var lines = await PlanSetup.LinesAsync(source, target, new TransferPlanOptions { Delete = true, DeletionLimit = DeletionLimit.None });

        Assert.Equal(["Refuse a KindDiffers", "Refuse b KindDiffers"], lines);
    }

    private static async Task<TransferStep> CompareAsync(FtpEntry source, FtpEntry target, TransferPlanOptions? options = null, StoreTraits? traits = null)
    {
        var from = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [source] });
        var to = new ListedStore(new Dictionary<string, FtpEntry[]> { ["."] = [target] });
        return Assert.Single(await PlanSetup.StepsAsync(PlanSetup.Plan(from, to, options, traits)));
    }
}
