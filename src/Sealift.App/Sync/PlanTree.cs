using Sealift.Transfer.Planning;

namespace Sealift.App.Sync;

/// <summary>The steps of a plan as a tree that can be opened and closed.</summary>
internal sealed class PlanTree
{
    /// <summary>The most steps that are shown by name; more are counted.</summary>
    public const int MaxSteps = 100_000;

    // A tree of so few rows is shown whole.
    private const int SmallTree = 400;

    private readonly PlanNode _top = new("", 0);

    /// <summary>Steps that are in the tree.</summary>
    public int Shown { get; private set; }

    /// <summary>Steps that are counted only.</summary>
    public long Hidden { get; private set; }

    /// <summary>Takes a step. What stays as it is, is no part of the tree.</summary>
    public void Add(TransferStep step)
    {
        if (step.Action == StepAction.Keep) return;
        if (Shown >= MaxSteps)
        {
            Hidden++;
            return;
        }

        Shown++;
        var node = _top;
        var isDeletion = step.Action is StepAction.Delete or StepAction.DeleteDirectory;
        foreach (var name in step.Path.Segments)
        {
            node.Steps++;
            if (isDeletion) node.Deletions++;
            node = node.Child(name);
        }

        if (step.Path.IsTop) node = node.Child(".");
        node.Action = node.Action is null or StepAction.CreateDirectory ? step.Action : node.Action;
        node.Because = step.Because;
        node.Size = step.Action is StepAction.Copy or StepAction.Replace ? step.Source?.Size : step.Action == StepAction.Delete ? step.Target?.Size : null;
    }

    /// <summary>The plan is complete: names in their order, and a small tree opened.</summary>
    public void Complete()
    {
        _top.Sort();
        OpenAll(_top, Shown <= SmallTree);
    }

    /// <summary>Opens or closes everything.</summary>
    public void OpenAll(bool isOpen) => OpenAll(_top, isOpen);

    /// <summary>The rows that are to be seen.</summary>
    /// <param name="wanted">The steps that are wanted; null for all. Directories that lead to one are rows too.</param>
    public List<PlanNode> Rows(Func<StepAction, bool>? wanted = null)
    {
        var rows = new List<PlanNode>();
        foreach (var node in _top.Children) AddRows(node, wanted, rows);
        return rows;
    }

    private static bool AddRows(PlanNode node, Func<StepAction, bool>? wanted, List<PlanNode> rows)
    {
        var place = rows.Count;
        rows.Add(node);
        var isWanted = node.Action is { } action && wanted?.Invoke(action) != false;
        foreach (var child in node.Children)
        {
            if (node.IsOpen) isWanted |= AddRows(child, wanted, rows);
            else isWanted |= wanted is null || Has(child, wanted);
            if (!node.IsOpen && isWanted) break;
        }

        if (!isWanted) rows.RemoveRange(place, rows.Count - place);
        return isWanted;
    }

    private static bool Has(PlanNode node, Func<StepAction, bool> wanted) =>
        (node.Action is { } action && wanted(action)) || node.Children.Any(child => Has(child, wanted));

    private static void OpenAll(PlanNode node, bool isOpen)
    {
        node.IsOpen = isOpen;
        foreach (var child in node.Children) OpenAll(child, isOpen);
    }
}
