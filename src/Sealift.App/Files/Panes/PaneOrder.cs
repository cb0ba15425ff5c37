namespace Sealift.App.Files.Panes;

/// <summary>How a pane is sorted. Directories come first, whatever it is; the name decides between equals.</summary>
/// <param name="Column">By what.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
public sealed record PaneOrder(PaneColumn Column, bool IsDescending = false)
{
    /// <summary>By name.</summary>
    public static PaneOrder ByName { get; } = new(PaneColumn.Name);

    /// <summary>The order after the title of a column was used: by that column, or the other way round.</summary>
    public PaneOrder Toggle(PaneColumn column) => new(column, column == Column && !IsDescending);

    /// <summary>Sorts lines that have their ranks by name.</summary>
    internal void Sort(PaneItem[] items)
    {
        // Comparing two numbers is all that sorting 100,000 lines has to do: what is sorted by, and the rank by name behind it.
        var keys = new Int128[items.Length];
        var endings = Column is PaneColumn.Type or PaneColumn.Permissions ? Places(items) : null;
        var directories = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            if (item.IsDirectory) directories++;
            var value = Column switch
            {
                PaneColumn.Size => item.Entry.Size ?? -1,
                PaneColumn.Modified => item.Entry.Modified?.Value.Ticks ?? -1,
                PaneColumn.Type or PaneColumn.Permissions => endings![Text(item)],
                _ => 0,
            };
            keys[i] = ((Int128)value << 32) + item.Rank;
        }

        Array.Sort(keys, items);
        if (IsDescending) Array.Reverse(items);
        Partition(items, directories);
    }

    private string Text(PaneItem item) => Column == PaneColumn.Permissions ? item.Entry.Permissions ?? "" : Path.GetExtension(item.Key);

    // Few endings and permissions are different: each is compared once.
    private Dictionary<string, int> Places(PaneItem[] items)
    {
        var texts = items.Select(Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var places = new Dictionary<string, int>(texts.Count, StringComparer.Ordinal);
        foreach (var text in texts) places[text] = places.Count;
        return places;
    }

    private static void Partition(PaneItem[] items, int directories)
    {
        var sorted = (PaneItem[])items.Clone();
        var (directory, file) = (0, directories);
        foreach (var item in sorted) items[item.IsDirectory ? directory++ : file++] = item;
    }
}
