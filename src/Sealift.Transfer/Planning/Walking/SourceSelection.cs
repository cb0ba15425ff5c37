using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Names;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What of a directory of the source takes part, under which names.</summary>
internal sealed class SourceSelection(
    TransferSide source, SideFacts sourceFacts, SideFacts targetFacts, TransferPlanOptions options, PlanTally tally, StepSink sink)
{
    private readonly EntryResolver _resolver = new(source, options.TimeProvider);

    /// <summary>What of the source takes part, under which names; the rest is told here.</summary>
    public async ValueTask<List<SourceEntry>> SelectAsync(
        DirectoryVisit visit, DirectoryListing listing, TargetNames there, CancellationToken cancellationToken)
    {
        var items = new List<SourceEntry>(listing.Entries.Count);
        foreach (var entry in listing.Entries)
        {
            if (await TakeAsync(visit, entry, there, cancellationToken).ConfigureAwait(false) is { } item) items.Add(item);
        }

        var collisions = items.GroupBy(static item => item.Key, StringComparer.Ordinal).Where(static group => group.Skip(1).Any()).ToList();
        foreach (var group in collisions)
        {
            var names = string.Join(", ", group.Select(static item => $"\"{TerminalText.Escape(item.Entry.Name)}\""));
            foreach (var item in group)
            {
                await sink.AddAsync(
                    item.StepIn(visit, StepAction.Refuse, StepReason.NameCollision, $"{names} would be one name in the target"), cancellationToken).ConfigureAwait(false);
            }
        }

        if (collisions.Count == 0) return items;
        var colliding = collisions.Select(static group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !colliding.Contains(item.Key))];
    }

    private async ValueTask<SourceEntry?> TakeAsync(DirectoryVisit visit, FtpEntry entry, TargetNames there, CancellationToken cancellationToken)
    {
        if (!entry.IsSafeName)
        {
            await sink.AddAsync(
                new TransferStep(StepAction.Refuse, visit.Path, StepReason.NameNotSafe)
                {
                    Source = entry,
                    Because = $"\"{TerminalText.Escape(entry.Name)}\" is no name that a file can have here: it is left alone",
                },
                cancellationToken).ConfigureAwait(false);
            return null;
        }

        var sourcePath = visit.SourcePath.Append(entry.Name);
        var realName = NameMapping.Read(entry.Name, sourceFacts.Traits.Names);
        var name = options.EscapeNames
            ? NameMapping.Write(realName, targetFacts.Traits.Names)
            : NameMapping.Write(realName, targetFacts.Traits.Names) == realName ? realName : null;
        var key = NameKey.Of(name ?? entry.Name, targetFacts.Traits);
        there.Claim(key);
        var item = new SourceEntry(entry, sourcePath, visit.Place.Append(entry.Name), name ?? entry.Name, key, IsLeftOut: false);

        if (PartName.IsPart(entry)) return await LeaveOutAsync(StepReason.Leftover, "an unfinished file of an earlier run").ConfigureAwait(false);
        var isDirectory = entry.Kind == FtpEntryKind.Directory;
        var exclusion = options.Filter.FindExclusion(sourcePath, isDirectory);
        if (exclusion is not null && (!isDirectory || options.Filter.IsClosed(sourcePath)))
            return await LeaveOutAsync(StepReason.Filtered, exclusion).ConfigureAwait(false);
        if (entry.Kind == FtpEntryKind.Other) return await LeaveOutAsync(StepReason.NotAFile, "neither a file nor a directory nor a link").ConfigureAwait(false);
        if (entry.Kind is FtpEntryKind.Link or FtpEntryKind.Unknown)
        {
            if (await ResolveAsync(visit, item, cancellationToken).ConfigureAwait(false) is not { } resolved) return null;
            item = resolved;
        }

        if (item.Entry.Kind == FtpEntryKind.File && options.Filter.FindExclusion(item.Entry) is { } reason)
            return await LeaveOutAsync(StepReason.Filtered, reason).ConfigureAwait(false);
        if (name is null)
        {
            await sink.AddAsync(
                item.StepIn(visit, StepAction.Refuse, StepReason.NameNotPossible, "the target cannot hold this name"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (name != entry.Name) tally.CountEscapedName();
        return item with { IsLeftOut = exclusion is not null };

        async ValueTask<SourceEntry?> LeaveOutAsync(StepReason why, string because)
        {
            await sink.AddAsync(item.StepIn(visit, StepAction.Skip, why, because), cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    // A link by the policy, and a name of a listing without facts.
    private async ValueTask<SourceEntry?> ResolveAsync(DirectoryVisit visit, SourceEntry item, CancellationToken cancellationToken)
    {
        var isLink = item.Entry.Kind == FtpEntryKind.Link;
        if (isLink && options.Links == LinkPolicy.Skip)
        {
            await sink.AddAsync(item.StepIn(visit, StepAction.Skip, StepReason.LinkLeftOut, "a symbolic link"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (isLink && options.Links == LinkPolicy.Keep)
        {
            if (LinkTarget.TryResolve(item.SourcePath, item.Entry.LinkTarget, out _)) return item;
            var to = item.Entry.LinkTarget is { Length: > 0 } words ? $"\"{TerminalText.Escape(words)}\"" : "a place that the listing does not tell";
            await sink.AddAsync(
                item.StepIn(visit, StepAction.Refuse, StepReason.LinkLeadsOut, $"a link to {to}; only relative links that stay inside are kept"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        FtpEntry? entry = null;
        try
        {
            entry = await _resolver.ResolveAsync(item.SourcePath, item.Entry, cancellationToken).ConfigureAwait(false);
        }
        catch (FileStoreException)
        {
            // A link that leads nowhere, or out of the store, is told below.
            entry = null;
        }

        var place = isLink && LinkTarget.TryResolve(item.Place, item.Entry.LinkTarget, out var found) ? found : item.Place;
        if (entry is { Kind: FtpEntryKind.Directory } && isLink && visit.IsWithin(place, entry.Unique)) entry = null;
        if (entry is not null) return item with { Entry = entry, Place = place };
        await sink.AddAsync(
            item.StepIn(visit, StepAction.Refuse, isLink ? StepReason.LinkBroken : StepReason.NotAFile, isLink ? "the link leads to nothing that can be read, or back to where it is" : "neither a file nor a directory"),
            cancellationToken).ConfigureAwait(false);
        return null;
    }
}
