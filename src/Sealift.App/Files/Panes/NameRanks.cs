namespace Sealift.App.Files.Panes;

/// <summary>Sorts lines by name once, so that every further order has only numbers to compare.</summary>
internal static class NameRanks
{
    /// <summary>Gives each line its place by name.</summary>
    /// <param name="items">The lines; they come into that order.</param>
    public static void Assign(PaneItem[] items)
    {
        var keys = new string[items.Length];
        for (var i = 0; i < items.Length; i++) keys[i] = items[i].Key;
        Array.Sort(keys, items, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            var end = i + 1;
            while (end < items.Length && keys[end] == keys[i]) end++;
            if (end - i > 1) items.AsSpan(i, end - i).Sort(static (one, other) => string.CompareOrdinal(one.Entry.Name, other.Entry.Name));
            for (; i < end; i++) items[i].Rank = i;
            i--;
        }
    }
}
