namespace Sealift.Sites;

/// <summary>Which known name somebody who mistyped one may have meant.</summary>
public static class NearestName
{
    /// <summary>The name that takes the fewest changed, added, dropped or swapped letters; null if there are no names.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(names);
        var bounded = word.Length > 64 ? word[..64] : word;
        return names.MinBy(name => Distance(bounded.ToLowerInvariant(), name.ToLowerInvariant()));
    }

    // Levenshtein's distance, with a swap of neighbours as one step.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (isSwap) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above) = (above, row);
        }

        return above[b.Length];
    }
}
