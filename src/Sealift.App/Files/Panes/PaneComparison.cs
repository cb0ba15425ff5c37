using Sealift.Transfer;
using Sealift.Transfer.Planning;

namespace Sealift.App.Files.Panes;

/// <summary>The lines of two panes set against each other.</summary>
public sealed class PaneComparison
{
    private readonly Dictionary<PaneItem, EntryDifference> _marks;

    private PaneComparison(Dictionary<PaneItem, EntryDifference> marks) => _marks = marks;

    /// <summary>How many lines of the left pane differ, and how many lines are only in the right one.</summary>
    public int Differences { get; private init; }

    /// <summary>Compares two panes by the facts that their listings told.</summary>
    /// <param name="left">The lines of the left pane.</param>
    /// <param name="leftTraits">What its side can hold.</param>
    /// <param name="right">Those of the right one.</param>
    /// <param name="rightTraits">What that side can hold.</param>
    public static PaneComparison Of(IReadOnlyList<PaneItem> left, StoreTraits leftTraits, IReadOnlyList<PaneItem> right, StoreTraits rightTraits)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);

        // Where one side does not know capital letters apart, "Report" here is "report" there.
        var names = leftTraits.IgnoresCase || rightTraits.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var others = new Dictionary<string, PaneItem>(right.Count, names);
        foreach (var item in right) others.TryAdd(item.Entry.Name, item);
        var marks = new Dictionary<PaneItem, EntryDifference>(left.Count + right.Count, ReferenceEqualityComparer.Instance);
        foreach (var item in left)
        {
            if (others.GetValueOrDefault(item.Entry.Name) is not { } other || !marks.TryAdd(other, EntryComparison.Compare(other.Entry, rightTraits, item.Entry, leftTraits)))
            {
                marks[item] = EntryDifference.OnlyHere;
                continue;
            }

            marks[item] = EntryComparison.Compare(item.Entry, leftTraits, other.Entry, rightTraits);
        }

        var differences = marks.Values.Count(static mark => mark is not EntryDifference.Same);
        var paired = left.Count(item => marks[item] is not (EntryDifference.OnlyHere or EntryDifference.Same));
        foreach (var item in right)
        {
            if (marks.TryAdd(item, EntryDifference.OnlyHere)) differences++;
        }

        // A pair that differs is one difference, though both lines say so.
        return new PaneComparison(marks) { Differences = differences - paired };
    }

    /// <summary>How a line stands to the other pane; null for one that was not compared.</summary>
    public EntryDifference? Find(PaneItem item) => _marks.TryGetValue(item, out var mark) ? mark : null;
}
