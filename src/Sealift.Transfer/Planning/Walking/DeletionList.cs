using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What the source does not have. It waits for the end of the walk, and goes only if all of it was seen.</summary>
internal sealed class DeletionList : IAsyncDisposable
{
    private readonly StepSpool _spool = new();
    private readonly ConcurrentDictionary<FtpPath, bool> _retained = new();
    private readonly Lock _lock = new();
    private long _files;
    private long _directories;
    private long _bytes;
    private string? _doubt;

    /// <summary>Adds an entry of the target; a directory before what is in it.</summary>
    public async ValueTask AddAsync(FtpPath path, FtpEntry entry, CancellationToken cancellationToken)
    {
        var isDirectory = entry.Kind == FtpEntryKind.Directory;
        lock (_lock)
        {
            if (isDirectory) _directories++;
            else _files++;
            _bytes += isDirectory ? 0 : entry.Size ?? 0;
        }

        var step = new TransferStep(isDirectory ? StepAction.DeleteDirectory : StepAction.Delete, path, StepReason.NotInSource)
        {
            Target = entry,
            Because = "not in the source",
        };
        await _spool.AddAsync(step, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Something in a directory stays, so that it and those above it do.</summary>
    public void Retain(DirectoryVisit directory)
    {
        for (var visit = directory; visit is { IsInSource: false }; visit = visit.Parent) _retained[visit.Path] = true;
    }

    /// <summary>Something was not seen: nothing is deleted.</summary>
    public void Doubt(string reason)
    {
        lock (_lock) _doubt ??= reason;
    }

    /// <summary>The deletions, content before its directory; or one step that says why there are none.</summary>
    public async IAsyncEnumerable<TransferStep> ReadAsync(
        TransferPlanOptions options, PlanTally tally, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_spool.Count == 0) yield break;
        var count = new DeletionCount(_files, _directories, _bytes, tally.Summary.TargetEntries);
        if (_doubt is { } doubt)
        {
            tally.CountHeldDeletions(count.Entries);
            yield return Held(StepReason.ListingIncomplete, $"nothing is deleted, because not everything was seen: {doubt}");
            yield break;
        }

        if (!options.DeletionLimit.Allows(count)
            && (options.ConfirmDeletion is null || !await options.ConfirmDeletion(count, cancellationToken).ConfigureAwait(false)))
        {
            tally.CountHeldDeletions(count.Entries);
            yield return Held(
                StepReason.TooManyDeletions,
                $"nothing is deleted: {count.Files} files and {count.Directories} directories of {count.TargetEntries} entries are more than {options.DeletionLimit}");
            yield break;
        }

        await foreach (var step in _spool.BackwardAsync(cancellationToken).ConfigureAwait(false))
        {
            if (step.Action != StepAction.DeleteDirectory || !_retained.ContainsKey(step.Path)) yield return step;
        }
    }

    public ValueTask DisposeAsync() => _spool.DisposeAsync();

    private static TransferStep Held(StepReason reason, string because) => new(StepAction.Refuse, FtpPath.Home, reason) { Because = because };
}
