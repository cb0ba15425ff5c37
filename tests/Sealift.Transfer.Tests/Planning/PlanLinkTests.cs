using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Planning;

[Trait("Threat", "T25")]
public sealed class PlanLinkTests : IDisposable
{
    private readonly TempDirectory _source = new();
    private readonly TempDirectory _target = new();

    public PlanLinkTests()
    {
        Directory.CreateDirectory(_source.Combine("d/e"));
        _source.Write("d/file", [1]);
        File.CreateSymbolicLink(_source.Combine("to-file"), "d/file");
        File.CreateSymbolicLink(_source.Combine("to-directory"), "d");
        File.CreateSymbolicLink(_source.Combine("d/e/up"), "..");
        File.CreateSymbolicLink(_source.Combine("broken"), "nothing");
        File.CreateSymbolicLink(_source.Combine("out"), "../../etc/passwd");
        File.CreateSymbolicLink(_source.Combine("absolute"), "/etc/passwd");
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task Links_are_left_out()
    {
        var lines = await LinesAsync(LinkPolicy.Skip);

        Assert.Equal(6, lines.Count(line => line.StartsWith("Skip", StringComparison.Ordinal) && line.EndsWith("LinkLeftOut", StringComparison.Ordinal)));
        Assert.Single(lines, "Copy d/file Missing");
    }

    [Fact]
    public async Task Followed_links_are_what_they_lead_to_but_never_in_a_circle_and_never_out()
    {
        var lines = await LinesAsync(LinkPolicy.Follow);

        Assert.Contains("Copy to-file Missing", lines);
        Assert.Contains("CreateDirectory to-directory Missing", lines);
        Assert.Contains("Copy to-directory/file Missing", lines);
        Assert.Contains("Refuse d/e/up LinkBroken", lines);
        Assert.Contains("Refuse to-directory/e/up LinkBroken", lines);
        Assert.Contains("Refuse broken LinkBroken", lines);
        Assert.Contains("Refuse out LinkBroken", lines);
        Assert.Contains("Refuse absolute LinkBroken", lines);
    }

    [Fact]
    public async Task Kept_links_are_relative_stay_inside_and_come_after_all_files()
    {
        File.CreateSymbolicLink(_target.Combine("to-file"), "d/other");
        File.CreateSymbolicLink(_target.Combine("to-directory"), "d");

        var steps = await StepsAsync(LinkPolicy.Keep);

        var lines = PlanSetup.Lines(steps);
        Assert.Contains("Link to-file LinkDiffers", lines);
        Assert.Contains("Keep to-directory SameSize", lines);
        Assert.Contains("Link d/e/up Missing", lines);
        Assert.Contains("Link broken Missing", lines);
        Assert.Contains("Refuse out LinkLeadsOut", lines);
        Assert.Contains("Refuse absolute LinkLeadsOut", lines);
        var firstLink = steps.ToList().FindIndex(step => step.Action == StepAction.Link);
        Assert.All(steps.Skip(firstLink), step => Assert.Equal(StepAction.Link, step.Action));
        Assert.Equal("nothing", Assert.Single(steps, step => step.Path.ToString() == "broken").Source?.LinkTarget);
    }

    [Fact]
    public async Task Kept_links_are_made_and_then_there_is_nothing_to_do()
    {
        File.Delete(_source.Combine("out"));
        File.Delete(_source.Combine("absolute"));
        File.CreateSymbolicLink(_target.Combine("to-file"), "d/other");
        await using var source = TransferSide.Local(_source.Path);
        await using var target = TransferSide.Local(_target.Path);
        var plan = new TransferPlan(source, target, new TransferPlanOptions { Links = LinkPolicy.Keep });

        var (_, summary) = await RunSetup.RunAsync(new TransferRunner(plan));
        await PlanSetup.StepsAsync(plan);

        Assert.True(summary.IsComplete);
        Assert.Equal("d/file", new FileInfo(_target.Combine("to-file")).LinkTarget);
        Assert.Equal("..", new FileInfo(_target.Combine("d/e/up")).LinkTarget);
        Assert.True(plan.Summary.IsNothingToDo);
    }

    [Theory]
    [InlineData("a/link", "b", "a/b")]
    [InlineData("a/link", "../b", "b")]
    [InlineData("a/link", "./../a/./b", "a/b")]
    [InlineData("a/link", "..", ".")]
    [InlineData("a/link", "../..", null)]
    [InlineData("link", "../x", null)]
    [InlineData("link", "/x", null)]
    [InlineData("link", "", null)]
    [InlineData("link", "a\nb", null)]
    public void The_words_of_a_link_stay_inside_or_mean_nothing(string link, string words, string? place)
    {
        var isInside = LinkTarget.TryResolve(FtpPath.Parse(link), words, out var found);

        Assert.Equal((place is not null, place), (isInside, found?.ToString()));
    }

    [Fact]
    public async Task A_store_makes_no_link_that_leads_out()
    {
        var store = new LocalFileStore(_target.Path);

        await store.CreateLinkAsync(FtpPath.Parse("fine"), "else/where", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<FileStoreException>(
            async () => await store.CreateLinkAsync(FtpPath.Parse("bad"), "../x", TestContext.Current.CancellationToken));

        Assert.Equal(FileStoreError.NotPermitted, refusal.Error);
        Assert.Equal("else/where", new FileInfo(_target.Combine("fine")).LinkTarget);
    }

    private async Task<IReadOnlyList<string>> LinesAsync(LinkPolicy links) => PlanSetup.Lines(await StepsAsync(links));

    private async Task<IReadOnlyList<TransferStep>> StepsAsync(LinkPolicy links)
    {
        await using var source = TransferSide.Local(_source.Path);
        await using var target = TransferSide.Local(_target.Path);
        return await PlanSetup.StepsAsync(new TransferPlan(source, target, new TransferPlanOptions { Links = links }));
    }
}
