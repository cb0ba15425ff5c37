namespace Sealift.App.Files.Panes;

/// <summary>How a pane is sorted. Directories come first, whatever it is.</summary>
/// <param name="Column">By what.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
public sealed record PaneOrder(PaneColumn Column, bool IsDescending = false) : IComparer<PaneItem>
{
    /// <summary>By name.</summary>
    public static PaneOrder ByName { get; } = new(PaneColumn.Name);

    /// <summary>The order after the title of a column was used: by that column, or the other way round.</summary>
    public PaneOrder Toggle(PaneColumn column) => new(column, column == Column && !IsDescending);

    /// <inheritdoc/>
    public int Compare(PaneItem? x, PaneItem? y)
    {
        if (x is null || y is null) return Comparer<object?>.Default.Compare(x, y);
        if (x.IsDirectory != y.IsDirectory) return x.IsDirectory ? -1 : 1;
        var order = Column switch
        {
            PaneColumn.Size => Nullable.Compare(x.Entry.Size, y.Entry.Size),
            PaneColumn.Modified => Nullable.Compare(x.Entry.Modified?.Value, y.Entry.Modified?.Value),
            PaneColumn.Type => Ending(x.Key).SequenceCompareTo(Ending(y.Key)),
            PaneColumn.Permissions => string.CompareOrdinal(x.Entry.Permissions, y.Entry.Permissions),
            _ => 0,
        };
        if (order == 0) order = Names(x, y);
        return IsDescending ? -order : order;
    }

    private static int Names(PaneItem x, PaneItem y)
    {
        var order = NaturalOrder.Compare(x.Key, y.Key);
        return order != 0 ? order : string.CompareOrdinal(x.Entry.Name, y.Entry.Name);
    }

    private static ReadOnlySpan<char> Ending(string key)
    {
        var dot = key.LastIndexOf('.');
        return dot <= 0 ? [] : key.AsSpan(dot + 1);
    }
}
