using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Watching;

/// <summary>Which changed entries have been the same long enough to be carried.</summary>
internal sealed class Stability(TransferSide source, TimeSpan settle, TimeProvider time)
{
    private readonly Dictionary<FtpPath, Look> _looks = [];

    /// <summary>Whether anything waits to become stable.</summary>
    public bool IsEmpty => _looks.Count == 0;

    /// <summary>When the next look is worth while.</summary>
    public TimeSpan Pause => settle / 2;

    /// <summary>Something changed there just now.</summary>
    public void Note(FtpPath path) => _looks[path] = new Look(null, null, time.GetTimestamp());

    /// <summary>Whether an entry changed so recently that it may change again.</summary>
    public bool IsUnsettled(FtpPath path, FtpEntry? entry)
    {
        if (_looks.ContainsKey(path)) return true;
        if (entry?.Modified?.ToUtc() is not { } modified) return false;

        // A time in the future says nothing of when it was written.
        var age = time.GetUtcNow() - modified;
        return age >= TimeSpan.Zero && age < settle;
    }

    /// <summary>Takes those that are stable now, and those that vanished.</summary>
    public async ValueTask<(IReadOnlyList<(FtpPath Path, FtpEntry Entry)> Stable, IReadOnlyList<FtpPath> Gone)> TakeAsync(CancellationToken cancellationToken)
    {
        var stable = new List<(FtpPath, FtpEntry)>();
        var gone = new List<FtpPath>();
        foreach (var (path, before) in _looks.ToList())
        {
            var entry = await FindAsync(path, cancellationToken).ConfigureAwait(false);
            if (entry is null)
            {
                gone.Add(path);
                _looks.Remove(path);
            }
            else if (entry.Kind == FtpEntryKind.File && (entry.Size != before.Size || entry.Modified != before.Modified))
            {
                _looks[path] = new Look(entry.Size, entry.Modified, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(before.At) >= settle)
            {
                stable.Add((path, entry));
                _looks.Remove(path);
            }
        }

        return (stable, gone);
    }

    private async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await source.Store.FindAsync(source.Root.Combine(path), cancellationToken).ConfigureAwait(false);
        }
        catch (FileStoreException)
        {
            // Not to be read now, or a directory on the way is none any more: the comparison of both trees tells about it.
            return null;
        }
    }

    private sealed record Look(long? Size, FtpTimestamp? Modified, long At);
}
