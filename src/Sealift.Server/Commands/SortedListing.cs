using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Commands;

/// <summary>
/// The entries of a directory in the order of their names. A directory with more than a limit is not held in memory as a whole: what
/// comes after it follows as the store gives it.
/// </summary>
internal static class SortedListing
{
    /// <summary>What is sorted: some 10 MB.</summary>
    public const int MaxSorted = 50_000;

    /// <summary>Reads the entries of a directory, or a file itself.</summary>
    public static async IAsyncEnumerable<FtpEntry> ReadAsync(
        IFileStore store, FtpPath path, FtpEntry entry, int maxSorted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (entry.Kind != FtpEntryKind.Directory)
        {
            yield return entry;
            yield break;
        }

        var entries = store.ListAsync(path, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = entries.ConfigureAwait(false);
        var first = new List<FtpEntry>();
        while (first.Count < maxSorted && await entries.MoveNextAsync().ConfigureAwait(false)) first.Add(entries.Current);
        first.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var item in first) yield return item;
        while (first.Count == maxSorted && await entries.MoveNextAsync().ConfigureAwait(false)) yield return entries.Current;
    }
}
