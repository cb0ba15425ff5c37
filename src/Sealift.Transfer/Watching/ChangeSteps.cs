using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Watching;

/// <summary>The steps for some changed entries alone, without a look at the rest of both trees.</summary>
internal sealed class ChangeSteps(TransferSide source, TransferSide target, TransferPlanOptions options)
{
    // Directories that the target is known to have.
    private readonly HashSet<FtpPath> _known = [FtpPath.Home];

    /// <summary>
    /// Whether changes can be carried one by one: where names may collide or must be escaped, or an existing file is not simply replaced, only the
    /// comparison of both trees can tell what to do.
    /// </summary>
    public bool IsPossible =>
        target.Traits is { Names: not NameRules.Windows, IgnoresCase: false, NormalizesUnicode: false }
        && options is { Existing: ExistingPolicy.ReplaceDifferent, Comparison: not ComparisonMethod.Hash, Links: LinkPolicy.Skip };

    /// <summary>The target may have become another one.</summary>
    public void Forget()
    {
        _known.Clear();
        _known.Add(FtpPath.Home);
    }

    /// <summary>The steps, a directory before its content.</summary>
    public async IAsyncEnumerable<TransferStep> ForAsync(
        IReadOnlyList<(FtpPath Path, FtpEntry Entry)> changed, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var done = new HashSet<FtpPath>();
        foreach (var (path, entry) in changed.OrderBy(static change => change.Path))
        {
            await foreach (var step in OfAsync(path, entry, done, cancellationToken).ConfigureAwait(false)) yield return step;
        }
    }

    private async IAsyncEnumerable<TransferStep> OfAsync(
        FtpPath path, FtpEntry entry, HashSet<FtpPath> done, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!done.Add(path) || entry.Kind is not (FtpEntryKind.File or FtpEntryKind.Directory) || IsLeftOut(path, entry)) yield break;
        var directory = entry.Kind == FtpEntryKind.Directory ? path : path.Parent!;
        for (var depth = 1; depth <= directory.Segments.Count; depth++)
        {
            var above = FtpPath.Parse(string.Join('/', directory.Segments.Take(depth)));
            if (!_known.Add(above)) continue;
            if (await target.Store.FindAsync(target.Root.Combine(above), cancellationToken).ConfigureAwait(false) is not null) continue;
            yield return new TransferStep(StepAction.CreateDirectory, above, StepReason.Missing) { Because = "new" };
        }

        if (entry.Kind == FtpEntryKind.Directory)
        {
            // One that was moved here is told as a whole, and nothing of what is in it.
            await foreach (var inside in source.Store.ListAsync(source.Root.Combine(path), cancellationToken).ConfigureAwait(false))
            {
                if (!FtpPath.IsName(inside.Name)) continue;
                await foreach (var step in OfAsync(path.Append(inside.Name), inside, done, cancellationToken).ConfigureAwait(false)) yield return step;
            }

            yield break;
        }

        var there = await target.Store.FindAsync(target.Root.Combine(path), cancellationToken).ConfigureAwait(false);
        if (there is null) yield return new TransferStep(StepAction.Copy, path, StepReason.Missing) { Source = entry, Because = "new" };
        else if (FindDifference(entry, there) is { } reason) yield return new TransferStep(StepAction.Replace, path, reason) { Source = entry, Target = there, Because = "changed" };
    }

    private bool IsLeftOut(FtpPath path, FtpEntry entry) =>
        path.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal)
        || options.Filter.FindExclusion(path, entry.Kind == FtpEntryKind.Directory) is not null
        || (entry.Kind == FtpEntryKind.File && options.Filter.FindExclusion(entry) is not null);

    private StepReason? FindDifference(FtpEntry here, FtpEntry there)
    {
        if (there.Kind != FtpEntryKind.File) return StepReason.KindDiffers;
        if (here.Size != there.Size) return StepReason.SizeDiffers;
        if (options.Comparison == ComparisonMethod.Size) return null;
        if (here.Modified?.ToUtc() is not { } one || there.Modified?.ToUtc() is not { } other) return StepReason.TimeDiffers;
        var precision = source.Traits.TimePrecision > target.Traits.TimePrecision ? source.Traits.TimePrecision : target.Traits.TimePrecision;
        return (one - other).Duration() < precision ? null : StepReason.TimeDiffers;
    }
}
