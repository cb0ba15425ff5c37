using Sealift.Transfer.Planning;

namespace Sealift.App.Sync;

/// <summary>A name in the tree of a plan: a directory, or a step.</summary>
/// <param name="name">The name.</param>
/// <param name="depth">How deep it lies; 0 for the top.</param>
internal sealed class PlanNode(string name, int depth)
{
    private List<PlanNode>? _children;
    private Dictionary<string, PlanNode>? _byName;

    public string Name { get; } = name;

    public int Depth { get; } = depth;

    /// <summary>What happens to it; null for a directory that stays.</summary>
    public StepAction? Action { get; set; }

    /// <summary>Why.</summary>
    public string? Because { get; set; }

    /// <summary>The bytes to copy; null where nothing is, or the size is not known.</summary>
    public long? Size { get; set; }

    /// <summary>The steps below it.</summary>
    public int Steps { get; set; }

    /// <summary>The deletions below it.</summary>
    public int Deletions { get; set; }

    public bool IsOpen { get; set; }

    public IReadOnlyList<PlanNode> Children => _children ?? (IReadOnlyList<PlanNode>)[];

    /// <summary>The child of a name, which is made where there is none.</summary>
    public PlanNode Child(string name)
    {
        _byName ??= new Dictionary<string, PlanNode>(StringComparer.Ordinal);
        if (_byName.TryGetValue(name, out var child)) return child;
        child = new PlanNode(name, Depth + 1);
        _byName[name] = child;
        (_children ??= []).Add(child);
        return child;
    }

    /// <summary>Puts directories before files and names in their order.</summary>
    public void Sort()
    {
        _byName = null;
        _children?.Sort(static (one, other) => (one.Children.Count == 0, one.Name).CompareTo((other.Children.Count == 0, other.Name)));
        foreach (var child in Children) child.Sort();
    }
}
