using Sealift.Core;
using Sealift.Transfer.Filters;
using Sealift.Transfer.Planning;
using static Sealift.Transfer.Tests.Planning.ListedStore;

namespace Sealift.Transfer.Tests.Planning;

[Trait("Threat", "T29")]
public sealed class PlanDeletionTests
{
    private static readonly TransferPlanOptions Deleting = new() { Delete = true, DeletionLimit = DeletionLimit.None };

    [Fact]
    public async Task Without_being_asked_nothing_is_deleted()
    {
        var lines = await PlanSetup.LinesAsync(Listed((".", [])), Listed((".", [File("x")])));

        Assert.Empty(lines);
    }

    [Fact]
    public async Task What_the_source_does_not_have_goes_last_and_content_before_its_directory()
    {
        var source = Listed((".", [File("new"), File("same")]));
        var target = Listed((".", [File("same"), Directory("old")]), ("old", [File("a"), Directory("deep")]), ("old/deep", [File("b")]));

        var steps = await PlanSetup.StepsAsync(source, target, Deleting);

        var order = steps.Select(step => $"{step.Action} {step.Path}").ToList();
        Assert.Equal(2, order.FindIndex(line => line.StartsWith("Delete", StringComparison.Ordinal)));
        Assert.Equal(
            ["Delete old/a", "Delete old/deep/b", "DeleteDirectory old", "DeleteDirectory old/deep"],
            order.Skip(2).Order(StringComparer.Ordinal));
        Assert.True(order.IndexOf("Delete old/deep/b") < order.IndexOf("DeleteDirectory old/deep"));
        Assert.True(order.IndexOf("DeleteDirectory old/deep") < order.IndexOf("DeleteDirectory old"));
        Assert.Equal("DeleteDirectory old", order[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listing_cut_at_any_line_deletes_nothing(bool isSource)
    {
        const int count = 20;
        var entries = Enumerable.Range(0, count).Select(i => File($"f{i:00}")).ToArray();
        for (var cut = 0; cut <= count; cut++)
        {
            var at = cut;
            var source = new ListedStore(path => path.IsTop ? [Directory("d")] : entries) { BreaksAfter = (path, _) => isSource && !path.IsTop ? at : null };
            var target = new ListedStore(path => path.IsTop ? [Directory("d"), File("extra")] : [.. entries, File("old")]) { BreaksAfter = (path, _) => !isSource && !path.IsTop ? at : null };
            var plan = PlanSetup.Plan(source, target, Deleting);

            var steps = await PlanSetup.StepsAsync(plan);

            Assert.DoesNotContain(steps, step => step.Action is StepAction.Delete or StepAction.DeleteDirectory);
            Assert.Contains(steps, step => step is { Action: StepAction.Refuse, Reason: StepReason.NotListed } && step.Path.ToString() == "d");
            Assert.Contains(steps, step => step is { Action: StepAction.Refuse, Reason: StepReason.ListingIncomplete });
            Assert.DoesNotContain(steps, step => step.Path.Segments.Count > 1);
            Assert.Equal(1, plan.Summary.HeldDeletions);
        }
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_deletes_nothing()
    {
        var unreadable = new FtpEntry { Name = "-rw-r--r-- what is this", Kind = FtpEntryKind.Unreadable };
        var source = Listed((".", [File("a"), unreadable]));
        var target = Listed((".", [File("b")]));

        var lines = await PlanSetup.LinesAsync(source, target, Deleting);

        Assert.Equal(["Refuse . NotListed", "Refuse . ListingIncomplete", "Copy a Missing"], lines);
    }

    [Fact]
    public async Task An_unreadable_line_of_the_target_deletes_nothing_either()
    {
        var unreadable = new FtpEntry { Name = "what is this", Kind = FtpEntryKind.Unreadable };

        var lines = await PlanSetup.LinesAsync(Listed((".", [])), Listed((".", [File("b"), unreadable])), Deleting);

        Assert.Equal(["Refuse . ListingIncomplete"], lines);
    }

    [Fact]
    public async Task An_empty_answer_where_a_thousand_were_is_above_the_limit()
    {
        var target = new ListedStore(path => path.IsTop ? [.. Enumerable.Range(0, 1000).Select(i => File($"f{i}"))] : null);

        var lines = await PlanSetup.LinesAsync(Listed((".", [])), target, new TransferPlanOptions { Delete = true });

        Assert.Equal(["Refuse . TooManyDeletions"], lines);
    }

    [Fact]
    public async Task An_empty_listing_that_a_second_look_does_not_confirm_deletes_nothing()
    {
        // The server answers once with nothing, as those do whose directory is gone or not to be shown.
        var files = Enumerable.Range(0, 50).Select(i => File($"f{i}")).ToArray();
        var lied = 0;
        var source = new ListedStore(path => path.IsTop ? [Directory("d")] : Interlocked.Exchange(ref lied, 1) == 0 ? [] : files);
        var target = new ListedStore(path => path.IsTop ? [Directory("d"), .. Enumerable.Range(0, 950).Select(i => File($"g{i}"))] : files);

        var steps = await PlanSetup.StepsAsync(source, target, Deleting);

        Assert.DoesNotContain(steps, step => step.Action == StepAction.Delete);
        Assert.Contains(steps, step => step.Reason == StepReason.ListingIncomplete);
    }

    [Fact]
    public async Task A_directory_that_vanished_after_it_was_seen_deletes_nothing()
    {
        var looks = 0;
        var source = new ListedStore(path => !path.IsTop ? [] : Interlocked.Increment(ref looks) == 1 ? [Directory("d")] : []);
        var target = Listed((".", [Directory("d")]), ("d", [File("a")]));

        var steps = await PlanSetup.StepsAsync(source, target, Deleting);

        Assert.Equal([StepReason.ListingIncomplete], steps.Select(step => step.Reason));
    }

    [Theory]
    [InlineData(100, 1000, true)]
    [InlineData(101, 1000, false)]
    [InlineData(25, 100, true)]
    [InlineData(26, 100, false)]
    public async Task More_than_100_files_or_a_quarter_of_the_target_needs_a_confirmation(int deletions, int entries, bool isAllowed)
    {
        var kept = Enumerable.Range(0, entries - deletions).Select(i => File($"k{i}")).ToArray();
        var source = Listed((".", kept));
        var target = Listed((".", [.. kept, .. Enumerable.Range(0, deletions).Select(i => File($"d{i}"))]));
        DeletionCount? asked = null;
        var confirming = new TransferPlanOptions
        {
            Delete = true,
            ConfirmDeletion = (count, _) =>
            {
                asked = count;
                return ValueTask.FromResult(true);
            },
        };

        var plan = PlanSetup.Plan(source, target, new TransferPlanOptions { Delete = true });
        var silent = await PlanSetup.StepsAsync(plan);
        var confirmed = await PlanSetup.StepsAsync(source, target, confirming);

        Assert.Equal(isAllowed ? deletions : 0, silent.Count(step => step.Action == StepAction.Delete));
        Assert.Equal(isAllowed ? 0 : deletions, plan.Summary.HeldDeletions);
        Assert.Equal(deletions, confirmed.Count(step => step.Action == StepAction.Delete));
        Assert.Equal(isAllowed ? null : new DeletionCount(deletions, 0, deletions, entries), asked);
    }

    [Fact]
    public async Task Leftovers_and_what_a_filter_leaves_out_stay_and_so_do_their_directories()
    {
        var target = Listed(
            (".", [Directory("old"), File(".x.0123.sealift-part")]),
            ("old", [File("a"), Directory("keep")]),
            ("old/keep", [File("b.log"), File("c")]));
        var options = Deleting with { Filter = new PathFilter { Rules = [PathRule.Exclude("*.log")] } };

        var lines = await PlanSetup.LinesAsync(Listed((".", [])), target, options);

        Assert.Equal(["Delete old/a NotInSource", "Delete old/keep/c NotInSource"], lines);
    }

    [Fact]
    public async Task A_link_of_the_target_is_deleted_as_a_link()
    {
        var link = new FtpEntry { Name = "link", Kind = FtpEntryKind.Link, LinkTarget = "elsewhere" };

        var lines = await PlanSetup.LinesAsync(Listed((".", [])), Listed((".", [link])), Deleting);

        Assert.Equal(["Delete link NotInSource"], lines);
    }

    [Fact]
    public async Task Many_deletions_come_in_a_right_order_out_of_the_spool()
    {
        // More than fits into the memory that a plan takes for them.
        var target = new ListedStore(path => path.Segments.Count switch
        {
            0 => Enumerable.Range(0, 40).Select(i => Directory($"directory-with-a-long-name-{i}")),
            1 => Enumerable.Range(0, 500).Select(i => File($"file-with-a-long-name-{i}")),
            _ => null,
        });
        var gone = new HashSet<FtpPath>();

        var steps = await PlanSetup.StepsAsync(Listed((".", [])), target, Deleting);

        Assert.Equal(40 * 501, steps.Count);
        foreach (var step in steps)
        {
            Assert.DoesNotContain(step.Path.Parent!, gone);
            Assert.True(gone.Add(step.Path));
        }
    }

    private static ListedStore Listed(params (string Path, FtpEntry[] Entries)[] directories) => new(directories.ToDictionary(d => d.Path, d => d.Entries));
}
