using Sealift.App.Sync;
using Sealift.Core;
using Sealift.Transfer.Planning;

namespace Sealift.App.Tests.Sync;

public sealed class PlanTreeTests
{
    [Fact]
    public void Steps_become_a_tree_with_directories_first()
    {
        var tree = Tree((StepAction.Copy, "z.txt"), (StepAction.CreateDirectory, "d"), (StepAction.Copy, "d/b"), (StepAction.Copy, "d/a"), (StepAction.Keep, "same"), (StepAction.Delete, "gone"));

        Assert.Equal(["1 d CreateDirectory", "2 a Copy", "2 b Copy", "1 gone Delete", "1 z.txt Copy"], Lines(tree));
        Assert.Equal(5, tree.Shown);
    }

    [Fact]
    public void A_closed_directory_hides_what_is_in_it_and_says_how_much_that_is()
    {
        var tree = Tree((StepAction.Copy, "d/e/a"), (StepAction.Delete, "d/e/b"));

        tree.OpenAll(isOpen: false);

        var row = Assert.Single(tree.Rows());
        Assert.Equal(("d", 2, 1), (row.Name, row.Steps, row.Deletions));
        row.IsOpen = true;
        Assert.Equal(["d", "e"], tree.Rows().Select(node => node.Name));
    }

    [Fact]
    public void Only_wanted_steps_and_the_way_to_them_are_shown()
    {
        var tree = Tree((StepAction.Copy, "d/a"), (StepAction.Delete, "d/b"), (StepAction.Copy, "c"));

        Assert.Equal(["d", "b"], tree.Rows(static action => action == StepAction.Delete).Select(node => node.Name));
        tree.OpenAll(isOpen: false);
        Assert.Equal(["d"], tree.Rows(static action => action == StepAction.Delete).Select(node => node.Name));
    }

    [Fact]
    public void A_huge_plan_is_shown_to_a_limit_and_counted_beyond()
    {
        var tree = new PlanTree();
        for (var i = 0; i < PlanTree.MaxSteps + 5; i++) tree.Add(Step(StepAction.Copy, $"d{i / 1000}/f{i}"));
        tree.Complete();

        Assert.Equal((PlanTree.MaxSteps, 5L), (tree.Shown, tree.Hidden));
        Assert.Equal(100, tree.Rows().Count); // a large tree begins closed
    }

    [Fact]
    public void The_words_say_what_was_chosen_and_nothing_else()
    {
        Assert.Empty(new SyncOptions().Words());
        var options = new SyncOptions { Delete = true, ConfirmedDeletions = 12, Existing = "newer", Compare = "hash", Links = "keep", Verify = true, Include = "*.csv\n", Exclude = " *.tmp \n\ncache/", Sessions = 8 };

        Assert.Equal(
            ["--delete", "--delete-limit", "12", "--existing", "newer", "--compare", "hash", "--links", "keep", "--include", "*.csv", "--exclude", "*.tmp", "--exclude", "cache/", "--verify", "--sessions", "8"],
            options.Words());
    }

    [Fact]
    public void A_command_line_is_quoted_for_a_shell() =>
        Assert.Equal("sealift sync --exclude '*.tmp' '/home/it'\\''s mine' shop:/a", ShellWords.Join(["sealift", "sync", "--exclude", "*.tmp", "/home/it's mine", "shop:/a"]));

    private static PlanTree Tree(params (StepAction Action, string Path)[] steps)
    {
        var tree = new PlanTree();
        foreach (var (action, path) in steps) tree.Add(Step(action, path));
        tree.Complete();
        return tree;
    }

    private static TransferStep Step(StepAction action, string path) => new(action, FtpPath.Parse(path), StepReason.Missing) { Because = "a reason" };

    private static List<string> Lines(PlanTree tree) => [.. tree.Rows().Select(node => $"{node.Depth} {node.Name} {node.Action}")];
}
