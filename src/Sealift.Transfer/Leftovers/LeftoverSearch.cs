using System.Runtime.CompilerServices;
using System.Text.Json;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Leftovers;

/// <summary>
/// Finds and deletes what runs left which were killed and never run again: unfinished files, and old ones that stepped aside on a server that does not rename
/// over a file. Of these the only copy is put back and never deleted.
/// </summary>
/// <param name="side">The tree.</param>
/// <param name="olderThan">Only what was not changed for this long is given up; what is newer may be on its way from another machine.</param>
/// <param name="file">The state file, whose journal knows what runs of this machine have a use for; null without one.</param>
/// <param name="time">The clock; the system's if null.</param>
public sealed class LeftoverSearch(TransferSide side, TimeSpan olderThan, StateFile? file, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    // Names are random, so that a name alone says which record an unfinished file belongs to.
    private readonly Dictionary<string, (long Pair, string Path, string Lock)> _known = new(StringComparer.Ordinal);

    /// <summary>Looks through the tree. Links are not followed; a directory that cannot be listed ends the search.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="FtpException">The server refuses a listing, or is gone.</exception>
    /// <exception cref="FileStoreException">A directory cannot be listed.</exception>
    public async IAsyncEnumerable<Leftover> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ReadJournal();
        var directories = new Stack<FtpPath>();
        directories.Push(FtpPath.Home);
        List<(FtpPath Path, FtpEntry Entry)> aside = [];
        while (directories.TryPop(out var directory))
        {
            aside.Clear();
            await foreach (var entry in side.Store.ListAsync(side.Root.Combine(directory), cancellationToken).ConfigureAwait(false))
            {
                if (!FtpPath.IsName(entry.Name)) continue;
                var path = directory.Append(entry.Name);
                if (entry.Kind == FtpEntryKind.Directory) directories.Push(path);
                else if (entry.Kind == FtpEntryKind.File && entry.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal))
                    yield return new Leftover(path, StateOf(entry)) { Size = entry.Size, Modified = entry.Modified };
                else if (entry.Kind == FtpEntryKind.File && OriginalOf(path) is not null)
                    aside.Add((path, entry));
            }

            foreach (var (path, entry) in aside)
            {
                // Its time is that of the old content and tells nothing; whether the new one is there tells everything.
                var state = await LookAsync(OriginalOf(path)!, cancellationToken).ConfigureAwait(false) is null ? LeftoverState.OnlyCopy : LeftoverState.Superseded;
                yield return new Leftover(path, state) { Size = entry.Size, Modified = entry.Modified };
            }
        }
    }

    /// <summary>Deletes one that can go.</summary>
    /// <param name="leftover">What <see cref="FindAsync"/> found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was deleted: not when somebody has taken it into use meanwhile, or it was never to go.</returns>
    public async ValueTask<bool> DeleteAsync(Leftover leftover, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leftover);
        if (leftover.State == LeftoverState.Superseded)
        {
            if (OriginalOf(leftover.Path) is not { } original || await LookAsync(original, cancellationToken).ConfigureAwait(false) is not { Kind: FtpEntryKind.File }) return false;
            await side.Store.DeleteAsync(side.Root.Combine(leftover.Path), cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (leftover.State is not (LeftoverState.Abandoned or LeftoverState.Resumable)) return false;
        if (!leftover.Path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal)) return false;
        if (!_known.TryGetValue(leftover.Path.Name, out var record) || file is null)
        {
            await side.Store.DeleteAsync(side.Root.Combine(leftover.Path), cancellationToken).ConfigureAwait(false);
            return true;
        }

        // No run may begin with the file while it is being deleted.
        using var held = file.TryTake(record.Lock, out _);
        if (held is null) return false;
        await side.Store.DeleteAsync(side.Root.Combine(leftover.Path), cancellationToken).ConfigureAwait(false);
        file.Change(database => database.Prepare("DELETE FROM file WHERE pair = ? AND path = ?").Bind(1, record.Pair).Bind(2, record.Path).RunOnce());
        return true;
    }

    /// <summary>Puts the only copy of a file back under its name.</summary>
    /// <param name="leftover">What <see cref="FindAsync"/> found.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it has its name again: not when something has the name meanwhile, or it is no only copy.</returns>
    /// <exception cref="FtpException">The server refuses it, or is gone.</exception>
    /// <exception cref="FileStoreException">It cannot be renamed.</exception>
    public async ValueTask<bool> RestoreAsync(Leftover leftover, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(leftover);
        if (leftover.State != LeftoverState.OnlyCopy || OriginalOf(leftover.Path) is not { } original) return false;

        // A run may have brought the new content since; it must not be replaced by the old one.
        if (await LookAsync(original, cancellationToken).ConfigureAwait(false) is not null) return false;
        await side.Store.MoveAsync(side.Root.Combine(leftover.Path), side.Root.Combine(original), cancellationToken).ConfigureAwait(false);
        return true;
    }

    // The name that a file had which stepped aside; null for any other name.
    private static FtpPath? OriginalOf(FtpPath path) =>
        path.Name.Length > PartName.BackupSuffix.Length && path.Name.EndsWith(PartName.BackupSuffix, StringComparison.Ordinal)
            ? path.Parent!.Append(path.Name[..^PartName.BackupSuffix.Length])
            : null;

    private ValueTask<FtpEntry?> LookAsync(FtpPath path, CancellationToken cancellationToken) => side.Store.FindAsync(side.Root.Combine(path), cancellationToken);

    private LeftoverState StateOf(FtpEntry entry)
    {
        var isKnown = _known.TryGetValue(entry.Name, out var record);
        if (isKnown && file is not null)
        {
            using var free = file.TryTake(record.Lock, out _);
            if (free is null) return LeftoverState.InUse;
        }

        // A time of an unknown zone may be half a day off.
        var isOld = entry.Modified is { Precision: >= FtpTimePrecision.Day } modified
            && _time.GetUtcNow().UtcDateTime - modified.Value - (modified.IsUtc ? TimeSpan.Zero : TimeSpan.FromHours(14)) >= olderThan;
        if (!isOld) return LeftoverState.Recent;
        return isKnown ? LeftoverState.Resumable : LeftoverState.Abandoned;
    }

    private void ReadJournal()
    {
        _known.Clear();
        _ = file?.Read(database =>
        {
            using var rows = new SqliteRows(
                database, "SELECT file.pair, file.path, file.facts, pair.document FROM file JOIN pair ON pair.id = file.pair WHERE file.state IN (0, 1) AND file.facts IS NOT NULL");
            while (rows.Next())
            {
                var facts = JsonSerializer.Deserialize(rows.Text(2), StateJson.Default.FileFacts)!;
                var pair = JsonSerializer.Deserialize(rows.Text(3), StateJson.Default.PairFacts)!;
                foreach (var part in (facts.Segments ?? []).Select(segment => segment.Part).Prepend(facts.Part).OfType<string>())
                    _known[part[(part.LastIndexOf('/') + 1)..]] = (long.Parse(rows.Text(0), System.Globalization.CultureInfo.InvariantCulture), rows.Text(1), pair.Lock);
            }

            return _known.Count;
        });
    }
}
