using Sealift.App.Files.Panes;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Planning;

namespace Sealift.App.Tests.Files;

public sealed class PanePairTests
{
    private static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Lines_are_marked_by_how_they_stand_to_the_other_pane()
    {
        PaneItem[] left = [Lines.Of("same", 1, Noon), Lines.Of("newer", 1, Noon.AddDays(1)), Lines.Of("different", 1), Lines.Of("here", 1), Lines.Of("dir/")];
        PaneItem[] right = [Lines.Of("same", 1, Noon), Lines.Of("newer", 1, Noon), Lines.Of("different", 2), Lines.Of("there", 1), Lines.Of("dir/")];

        var comparison = PaneComparison.Of(left, StoreTraits.ForThisMachine, right, StoreTraits.ForFtp);

        Assert.Equal([EntryDifference.Same, EntryDifference.Newer, EntryDifference.Different, EntryDifference.OnlyHere, EntryDifference.Same], left.Select(item => comparison.Find(item)!.Value));
        Assert.Equal([EntryDifference.Same, EntryDifference.Older, EntryDifference.Different, EntryDifference.OnlyHere, EntryDifference.Same], right.Select(item => comparison.Find(item)!.Value));
        Assert.Equal(4, comparison.Differences);
        Assert.Null(comparison.Find(Lines.Of("same")));
    }

    [Fact]
    public void Capital_letters_make_no_difference_where_one_side_does_not_know_them_apart()
    {
        var left = Lines.Some("Report.pdf", "report.PDF");
        var right = Lines.Some("report.pdf");

        var comparison = PaneComparison.Of(left, StoreTraits.ForFtp, right, StoreTraits.Any with { IgnoresCase = true });

        Assert.Equal([EntryDifference.Same, EntryDifference.OnlyHere], left.Select(item => comparison.Find(item)!.Value));
        Assert.Equal(1, comparison.Differences);
    }

    [Fact]
    public async Task Comparing_follows_what_the_panes_show()
    {
        await using var pair = await OpenAsync(["a", "b"], ["a"]);
        Assert.Null(pair.Comparison);

        pair.Compare(isOn: true);
        Assert.Equal(1, pair.Comparison?.Differences);

        await using (var file = await pair.Right.Side!.Store.OpenWriteAsync(FtpPath.Parse("/c"), FileWriteOptions.Replace, TestContext.Current.CancellationToken)) await file.CompleteAsync(TestContext.Current.CancellationToken);
        await pair.Right.RefreshAsync();
        Assert.Equal(2, pair.Comparison?.Differences);

        pair.Compare(isOn: false);
        Assert.Null(pair.Comparison);
    }

    [Fact]
    public async Task Browsed_together_the_other_pane_goes_the_same_way_from_where_both_were()
    {
        await using var pair = await OpenAsync(["site/img/icons/"], ["www/htdocs/img/icons/"]);
        await pair.Left.GoAsync(FtpPath.Parse("/site"));
        await pair.Right.GoAsync(FtpPath.Parse("/www/htdocs"));
        Assert.Null(pair.Follow(PaneSlot.Left, FtpPath.Parse("/site/img")));

        pair.Synchronise(isOn: true);
        Assert.Equal("/www/htdocs/img/icons", pair.Follow(PaneSlot.Left, FtpPath.Parse("/site/img/icons"))?.ToString());
        Assert.Equal("/site/img", pair.Follow(PaneSlot.Right, FtpPath.Parse("/www/htdocs/img"))?.ToString());

        // Above where both began they go up together, as long as both can.
        Assert.Equal("/www", pair.Follow(PaneSlot.Left, FtpPath.Root)?.ToString());
        Assert.True(pair.IsSynchronised);
        Assert.Null(pair.Follow(PaneSlot.Right, FtpPath.Root));
        Assert.False(pair.IsSynchronised);
    }

    private static async Task<PanePair> OpenAsync(string[] left, string[] right)
    {
        var pair = new PanePair(TimeProvider.System);
        await FillAsync(pair.Left, left);
        await FillAsync(pair.Right, right);
        return pair;
    }

    private static async Task FillAsync(PaneModel pane, string[] names)
    {
        var store = new MemoryFileStore();
        foreach (var name in names)
        {
            if (!name.EndsWith('/'))
            {
                await using var file = await store.OpenWriteAsync(FtpPath.Parse("/" + name), FileWriteOptions.Replace);
                await file.CompleteAsync();
                await store.SetModifiedAsync(FtpPath.Parse("/" + name), new DateTimeOffset(Noon));
                continue;
            }

            var path = FtpPath.Root;
            foreach (var segment in FtpPath.Parse(name).Segments)
            {
                path = path.Append(segment);
                await store.CreateDirectoryAsync(path);
            }
        }

        await pane.OpenAsync("memory", _ => Task.FromResult((PaneSide.Of(store, "memory"), FtpPath.Root)));
    }
}
