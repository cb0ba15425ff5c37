using Sealift.Core;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What a directory of the target has and the source does not: it is deleted at the end, if nothing speaks against it.</summary>
internal sealed class TargetSurplus(TransferSide target, EntryResolver resolver, DeletionList deletions, TransferPlanOptions options)
{
    /// <summary>Notes what is to go, and adds the directories whose content goes too.</summary>
    public async ValueTask AddAsync(DirectoryVisit visit, TargetNames there, List<DirectoryVisit> children, CancellationToken cancellationToken)
    {
        foreach (var entry in there.Unclaimed)
        {
            var path = entry.IsSafeName ? visit.Path.Append(entry.Name) : null;
            var found = path is not null && entry.Kind == FtpEntryKind.Unknown
                ? await resolver.ResolveAsync(path, entry, cancellationToken).ConfigureAwait(false) ?? entry
                : entry;
            var isDirectory = found.Kind == FtpEntryKind.Directory;
            var isExcluded = path is null || options.Filter.FindExclusion(path, isDirectory) is not null;
            if (path is null || PartName.IsPart(entry) || found.Kind == FtpEntryKind.Unknown || (isExcluded && (!isDirectory || options.Filter.IsClosed(path))))
            {
                deletions.Retain(visit);
                continue;
            }

            if (!isExcluded) await deletions.AddAsync(path, found, cancellationToken).ConfigureAwait(false);
            if (!isDirectory) continue;
            if (visit.Depth >= options.MaxDepth)
            {
                deletions.Doubt($"{Words.Of(target.Name, path)} is too deep");
                continue;
            }

            var child = new DirectoryVisit
            {
                Parent = visit,
                Path = path,
                SourcePath = path,
                Place = path,
                IsInTarget = true,
                Depth = visit.Depth + 1,
            };
            if (isExcluded) deletions.Retain(child);
            children.Add(child);
        }
    }
}
