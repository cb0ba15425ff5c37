using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Tests.Planning;

public sealed class PlanOverlapTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a", "a", PlanRefusal.SameTree)]
    [InlineData("a", "a/b", PlanRefusal.TargetInsideSource)]
    [InlineData("a", "a/new/deep", PlanRefusal.TargetInsideSource)]
    [InlineData("a/b", "a", PlanRefusal.SourceInsideTarget)]
    [InlineData("link", "a", PlanRefusal.SameTree)]
    [InlineData("a", "link/b", PlanRefusal.TargetInsideSource)]
    [InlineData("a", "ab", null)]
    [InlineData("a", "new", null)]
    public async Task One_tree_in_the_other_is_refused_before_anything_is_listed(string source, string target, PlanRefusal? refusal)
    {
        Directory.CreateDirectory(_directory.Combine("a/b"));
        Directory.CreateDirectory(_directory.Combine("ab"));
        Directory.CreateSymbolicLink(_directory.Combine("link"), "a");
        await using var from = TransferSide.Local(_directory.Combine(source));
        await using var to = TransferSide.LocalOrNew(_directory.Combine(target));
        var plan = new TransferPlan(from, to);

        var thrown = await Record.ExceptionAsync(() => PlanSetup.StepsAsync(plan));

        Assert.Equal(refusal, (thrown as TransferPlanException)?.Refusal);
        Assert.Equal(refusal is null, thrown is null);
        Assert.Equal(refusal is null, plan.Summary.SourceDirectories > 0);
    }

    [Fact]
    public async Task Two_directories_of_one_store_are_compared_too()
    {
        var store = new MemoryFileStore();
        await store.CreateDirectoryAsync(FtpPath.Parse("a"), TestContext.Current.CancellationToken);
        var plan = new TransferPlan(TransferSide.Of(store, FtpPath.Home, "top"), TransferSide.Of(store, FtpPath.Parse("/a"), "a"));

        var refusal = await Assert.ThrowsAsync<TransferPlanException>(() => PlanSetup.StepsAsync(plan));

        Assert.Equal(PlanRefusal.TargetInsideSource, refusal.Refusal);
        Assert.NotEmpty(refusal.Hint);
    }

    [Theory]
    [InlineData("Data", "data/x", PlanRefusal.TargetInsideSource)]
    [InlineData("Data/x", "DATA", PlanRefusal.SourceInsideTarget)]
    [InlineData("Data", "dATA", PlanRefusal.SameTree)]
    [InlineData("Data", "Database", null)]
    public async Task A_store_that_ignores_case_is_asked_for_other_spellings(string source, string target, PlanRefusal? refusal)
    {
        var store = new MemoryFileStore();
        foreach (var path in (string[])["Data", "Data/x", "Database"]) await store.CreateDirectoryAsync(FtpPath.Parse(path), TestContext.Current.CancellationToken);
        var traits = new StoreTraits { IgnoresCase = true };
        var plan = new TransferPlan(
            TransferSide.Of(store, FtpPath.Parse(source), source, traits), TransferSide.Of(store, FtpPath.Parse(target), target, traits));

        var thrown = await Record.ExceptionAsync(() => PlanSetup.StepsAsync(plan));

        Assert.Equal(refusal, (thrown as TransferPlanException)?.Refusal);
    }

    [Fact]
    public async Task A_source_that_is_not_there_or_a_file_is_refused()
    {
        _directory.Write("file", [1]);
        await using var target = TransferSide.LocalOrNew(_directory.Combine("target"));
        var store = new LocalFileStore(_directory.Path);

        var missing = await Assert.ThrowsAsync<TransferPlanException>(
            () => PlanSetup.StepsAsync(new TransferPlan(TransferSide.Of(store, FtpPath.Parse("none"), "none"), target)));
        var file = await Assert.ThrowsAsync<TransferPlanException>(
            () => PlanSetup.StepsAsync(new TransferPlan(TransferSide.Of(store, FtpPath.Parse("file"), "file"), target)));
        var onto = await Assert.ThrowsAsync<TransferPlanException>(
            () => PlanSetup.StepsAsync(new TransferPlan(PlanSetup.Side(new MemoryFileStore(), "empty"), TransferSide.Of(store, FtpPath.Parse("file"), "file"))));

        Assert.Equal(
            (PlanRefusal.SourceMissing, PlanRefusal.SourceNotADirectory, PlanRefusal.TargetNotADirectory),
            (missing.Refusal, file.Refusal, onto.Refusal));
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_made_first_and_with_what_is_above_it()
    {
        Directory.CreateDirectory(_directory.Combine("source"));
        _directory.Write("source/file", [1]);
        await using var source = TransferSide.Local(_directory.Combine("source"));
        await using var target = TransferSide.LocalOrNew(_directory.Combine("x/y/z"));
        var plan = new TransferPlan(source, target);

        var isThere = await plan.CheckAsync(TestContext.Current.CancellationToken);
        var steps = await PlanSetup.StepsAsync(plan);
        await target.CreateRootAsync(TestContext.Current.CancellationToken);

        Assert.False(isThere);
        Assert.Equal(["CreateDirectory . Missing", "Copy file Missing"], PlanSetup.Lines(steps));
        Assert.True(Directory.Exists(_directory.Combine("x/y/z")));
    }
}
