using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Removing;

/// <summary>Removes files, and directories with all that is in them. Links are removed and never followed.</summary>
/// <remarks>
/// <see cref="CountAsync"/> first tells what would go. What was added to a directory after it was listed is not removed, and the directory then stays: the
/// store refuses to remove one that is not empty.
/// </remarks>
/// <param name="store">The store.</param>
public sealed class TreeRemoval(IFileStore store)
{
    // A store that shows a directory inside itself would have no end.
    private const int MaxDepth = 256;

    /// <summary>Counts what would be removed.</summary>
    /// <param name="roots">What is to go: paths with their entries.</param>
    /// <param name="progress">Told the count so far, after each directory; null for nobody.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    /// <exception cref="FileStoreException">A directory cannot be listed, or is nested more than 256 deep.</exception>
    public async Task<RemovalCount> CountAsync(
        IReadOnlyList<(FtpPath Path, FtpEntry Entry)> roots, Action<RemovalCount>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var count = new RemovalCount();
        var ahead = new Stack<(FtpPath Path, int Depth)>();
        foreach (var (path, entry) in roots) Take(path, entry, 0);
        while (ahead.TryPop(out var next))
        {
            await foreach (var entry in store.ListAsync(next.Path, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Kind is FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory) continue;
                if (entry.IsSafeName) Take(next.Path.Append(entry.Name), entry, next.Depth + 1);
                else count = count with { Unusable = count.Unusable + 1 };
            }

            progress?.Invoke(count);
        }

        return count;

        void Take(FtpPath path, FtpEntry entry, int depth)
        {
            if (entry.Kind != FtpEntryKind.Directory)
            {
                count = count with { Files = count.Files + 1, Bytes = count.Bytes + (entry.Size ?? 0) };
                return;
            }

            RequireDepth(path, depth);
            count = count with { Directories = count.Directories + 1 };
            ahead.Push((path, depth));
        }
    }

    /// <summary>Removes everything, files before their directories. What is gone already is no error.</summary>
    /// <param name="roots">What is to go: paths with their entries.</param>
    /// <param name="progress">Told what was removed so far, after each entry; null for nobody.</param>
    /// <param name="cancellationToken">Ends the removal; what is gone is gone.</param>
    /// <exception cref="FileStoreException">Something cannot be listed or removed; the removal ends there.</exception>
    public async Task<RemovalCount> RemoveAsync(
        IReadOnlyList<(FtpPath Path, FtpEntry Entry)> roots, Action<RemovalCount>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var count = new RemovalCount();
        foreach (var (path, entry) in roots) await TakeAsync(path, entry, 0).ConfigureAwait(false);
        return count;

        async Task TakeAsync(FtpPath path, FtpEntry entry, int depth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isDirectory = entry.Kind == FtpEntryKind.Directory;
            if (isDirectory)
            {
                RequireDepth(path, depth);

                // The listing ends before anything in it is removed: it may hold the only session.
                var content = new List<FtpEntry>();
                await foreach (var inside in store.ListAsync(path, cancellationToken).ConfigureAwait(false))
                {
                    if (inside.IsSafeName && inside.Kind is not (FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory)) content.Add(inside);
                }

                foreach (var inside in content) await TakeAsync(path.Append(inside.Name), inside, depth + 1).ConfigureAwait(false);
            }

            await store.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
            count = isDirectory
                ? count with { Directories = count.Directories + 1 }
                : count with { Files = count.Files + 1, Bytes = count.Bytes + (entry.Size ?? 0) };
            progress?.Invoke(count);
        }
    }

    private static void RequireDepth(FtpPath path, int depth)
    {
        if (depth > MaxDepth) throw new FileStoreException(FileStoreError.Other, path, "directories are nested too deeply to be removed");
    }
}
