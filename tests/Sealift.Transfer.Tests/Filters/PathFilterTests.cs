using Sealift.Core;
using Sealift.Transfer.Filters;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Tests.Planning;
using static Sealift.Transfer.Tests.Planning.ListedStore;

namespace Sealift.Transfer.Tests.Filters;

public sealed class PathFilterTests
{
    [Theory]
    [InlineData("a.tmp", true)]
    [InlineData("keep/a.tmp", false)]
    [InlineData("cache/x", true)]
    [InlineData("deep/cache/x", true)]
    [InlineData("x", false)]
    public void The_last_rule_that_matches_decides(string path, bool isLeftOut)
    {
        var filter = new PathFilter { Rules = [PathRule.Exclude("*.tmp"), PathRule.Exclude("cache/"), PathRule.Include("keep/**")] };

        Assert.Equal(isLeftOut, filter.FindExclusion(FtpPath.Parse(path), isDirectory: false) is not null);
    }

    [Fact]
    public void A_first_rule_that_includes_leaves_the_rest_out()
    {
        var filter = new PathFilter { Rules = [PathRule.Include("*.txt"), PathRule.Exclude("secret*")] };

        Assert.Null(filter.FindExclusion(FtpPath.Parse("d/a.txt"), isDirectory: false));
        Assert.NotNull(filter.FindExclusion(FtpPath.Parse("d/a.pdf"), isDirectory: false));
        Assert.NotNull(filter.FindExclusion(FtpPath.Parse("secret.txt"), isDirectory: false));
    }

    [Fact]
    public void A_directory_is_only_closed_if_nothing_below_it_can_be_included()
    {
        Assert.True(new PathFilter { Rules = [PathRule.Exclude("cache/")] }.IsClosed(FtpPath.Parse("cache")));
        Assert.False(new PathFilter { Rules = [PathRule.Exclude("*"), PathRule.Include("*.txt")] }.IsClosed(FtpPath.Parse("cache")));
        Assert.True(new PathFilter { Rules = [PathRule.Include("*.txt"), PathRule.Exclude("cache/")] }.IsClosed(FtpPath.Parse("cache")));
    }

    [Theory]
    [InlineData(9, "2026-05-02", true)]
    [InlineData(10, "2026-05-02", false)]
    [InlineData(20, "2026-05-02", false)]
    [InlineData(21, "2026-05-02", true)]
    [InlineData(15, "2026-04-30", true)]
    [InlineData(15, "2026-05-01", false)]
    [InlineData(15, "2026-05-09", true)]
    public void Sizes_and_ages_leave_files_out(long size, string day, bool isLeftOut)
    {
        var filter = new PathFilter
        {
            MinSize = 10,
            MaxSize = 20,
            NewerThan = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero),
            OlderThan = new DateTimeOffset(2026, 5, 9, 0, 0, 0, TimeSpan.Zero),
        };
        var date = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(isLeftOut, filter.FindExclusion(File("f", size, Utc(date.Year, date.Month, date.Day))) is not null);
    }

    [Fact]
    public void What_is_not_known_leaves_nothing_out()
    {
        var filter = new PathFilter { MinSize = 10, NewerThan = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero) };
        var someTimeThatDay = new FtpTimestamp(new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Unspecified), FtpTimePrecision.Day, IsUtc: false);

        Assert.Null(filter.FindExclusion(new FtpEntry { Name = "f", Kind = FtpEntryKind.File }));
        Assert.Null(filter.FindExclusion(File("f", 10, someTimeThatDay)));
    }

    [Fact]
    public async Task Only_directories_that_get_content_are_made_where_a_filter_is_at_work()
    {
        var source = new ListedStore(path => path.ToString() switch
        {
            "." => [Directory("a"), Directory("b")],
            "a" => [Directory("deep"), File("x.pdf")],
            "a/deep" => [File("y.txt")],
            "b" => [File("z.pdf")],
            _ => null,
        });
        var options = new TransferPlanOptions { Filter = new PathFilter { Rules = [PathRule.Include("*.txt")] } };

        var steps = await PlanSetup.StepsAsync(source, new ListedStore(path => path.IsTop ? [] : null), options);

        Assert.Equal(
            ["CreateDirectory a Missing", "CreateDirectory a/deep Missing", "Copy a/deep/y.txt Missing", "Skip a/x.pdf Filtered", "Skip b/z.pdf Filtered"],
            PlanSetup.Lines(steps));
        Assert.True(steps.ToList().FindIndex(step => step.Path.ToString() == "a") < steps.ToList().FindIndex(step => step.Path.ToString() == "a/deep/y.txt"));
    }

    [Fact]
    public async Task A_closed_directory_is_not_even_listed()
    {
        var source = new ListedStore(path => path.IsTop ? [Directory("cache")] : throw new InvalidOperationException("listed"));
        var options = new TransferPlanOptions { Filter = new PathFilter { Rules = [PathRule.Exclude("cache/")] } };

        var lines = await PlanSetup.LinesAsync(source, new ListedStore(path => path.IsTop ? [] : null), options);

        Assert.Equal(["Skip cache Filtered"], lines);
    }
}
