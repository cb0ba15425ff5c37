using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Names;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Plans one directory: nothing of it is passed on before both listings are whole and its names are checked against each other.</summary>
internal sealed class DirectoryPlanner(
    TransferSide source, TransferSide target, SideFacts sourceFacts, SideFacts targetFacts, TransferPlanOptions options)
{
    // How many files of a directory are asked about at once, where asking is needed.
    private const int MaxQuestions = 16;

    private readonly DirectoryLister _sourceLister = new(source, options.TimeProvider);
    private readonly DirectoryLister _targetLister = new(target, options.TimeProvider);
    private readonly EntryResolver _sourceResolver = new(source);
    private readonly EntryResolver _targetResolver = new(target);
    private readonly TimeQuestions _sourceTimes = new(source, options.TimeProvider);
    private readonly TimeQuestions _targetTimes = new(target, options.TimeProvider);

    public required FileComparer Comparer { get; init; }

    public required PlanTally Tally { get; init; }

    public required StepSink Sink { get; init; }

    public required PendingDirectories Pending { get; init; }

    public required StepSpool Links { get; init; }

    public required DeletionList Deletions { get; init; }

    public async ValueTask PlanAsync(DirectoryVisit visit, CancellationToken cancellationToken)
    {
        var listingSource = visit.IsInSource ? _sourceLister.ListAsync(visit.SourcePath, cancellationToken).AsTask() : Task.FromResult(DirectoryListing.Empty);
        var listingTarget = visit.IsInTarget ? _targetLister.ListAsync(visit.Path, cancellationToken).AsTask() : Task.FromResult(DirectoryListing.Empty);
        await Task.WhenAll(listingSource, listingTarget).ConfigureAwait(false);
        var (ofSource, ofTarget) = (await listingSource.ConfigureAwait(false), await listingTarget.ConfigureAwait(false));
        if (!await RequireWholeAsync(visit, ofSource, source.Name, visit.SourcePath, cancellationToken).ConfigureAwait(false)
            || !await RequireWholeAsync(visit, ofTarget, target.Name, visit.Path, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        Tally.CountListing(
            ofSource.Entries.Count(static entry => entry.Kind != FtpEntryKind.Directory),
            visit.IsInSource ? 1 : 0,
            ofTarget.Entries.Count(static entry => !IsLeftover(entry)));
        await DoubtEmptyAsync(visit, ofSource, ofTarget, cancellationToken).ConfigureAwait(false);

        var there = new TargetNames(ofTarget.Entries, targetFacts.Traits);
        var taken = await SortOutAsync(visit, ofSource, there, cancellationToken).ConfigureAwait(false);
        await AskForTimesAsync(visit, taken, there, cancellationToken).ConfigureAwait(false);
        var children = new List<DirectoryVisit>();
        var conflicts = new List<(SourceEntry Item, TransferStep Step)>();
        var decisions = new Queue<(SourceEntry Item, Task<TransferStep> Step)>();
        foreach (var item in taken)
        {
            if (item.Entry.Kind == FtpEntryKind.Directory)
            {
                if (await PlanDirectoryAsync(visit, item, there, cancellationToken).ConfigureAwait(false) is { } child) children.Add(child);
                continue;
            }

            decisions.Enqueue((item, DecideAsync(visit, item, there, cancellationToken).AsTask()));
            if (decisions.Count >= MaxQuestions) await TakeDecisionAsync().ConfigureAwait(false);
        }

        while (decisions.Count > 0) await TakeDecisionAsync().ConfigureAwait(false);

        // Whoever is asked may take time: what needs no answer goes first. A name beside another is known before deletions are.
        if (!options.Delete) Enter(children);
        foreach (var (item, step) in conflicts)
            await PassOnAsync(visit, await ResolveConflictAsync(visit, item, step, there, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (!options.Delete) return;
        await PlanDeletionsAsync(visit, there, children, cancellationToken).ConfigureAwait(false);
        Enter(children);

        async ValueTask TakeDecisionAsync()
        {
            var (item, deciding) = decisions.Dequeue();
            var step = await deciding.ConfigureAwait(false);
            if (options.DecideConflict is not null && step is { Action: StepAction.Replace, Target: not null }) conflicts.Add((item, step));
            else await PassOnAsync(visit, step, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Enter(List<DirectoryVisit> children)
    {
        for (var i = children.Count - 1; i >= 0; i--) Pending.Add(children[i]);
    }

    /// <summary>Whether a file is one of ours that is not finished.</summary>
    private static bool IsLeftover(FtpEntry entry) =>
        entry.Kind != FtpEntryKind.Directory && entry.Name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal);

    private static string NameOf(string side, FtpPath path) => path.IsTop ? side : $"{TerminalText.Escape(path.ToString())} of {side}";

    private static bool IsNew(DirectoryVisit visit) => !visit.IsInTarget;

    // A line that could not be read may be a file: what can be read is copied, and nothing is deleted because of what cannot.
    private async ValueTask<bool> RequireWholeAsync(
        DirectoryVisit visit, DirectoryListing listing, string side, FtpPath path, CancellationToken cancellationToken)
    {
        if (listing.Failure is { } failure)
        {
            Deletions.Doubt($"{NameOf(side, path)} could not be listed");
            if (visit.Parent is null && visit.IsInSource && side == source.Name)
                throw new TransferPlanException(PlanRefusal.SourceMissing, $"{side} cannot be listed: {failure}", "Check the path and the permissions of the source.");
            await Sink.AddAsync(new TransferStep(StepAction.Refuse, visit.Path, StepReason.NotListed) { Because = $"{NameOf(side, path)} cannot be listed: {failure}" }, cancellationToken)
                .ConfigureAwait(false);
            return false;
        }

        if (listing.Unreadable == 0) return true;
        var lines = listing.Unreadable == 1 ? "a line" : $"{listing.Unreadable} lines";
        Deletions.Doubt($"{lines} of the listing of {NameOf(side, path)} could not be read");
        if (side == source.Name)
        {
            await Sink.AddAsync(
                new TransferStep(StepAction.Refuse, visit.Path, StepReason.NotListed) { Because = $"{lines} of the listing of {NameOf(side, path)} could not be read: there may be more in it" },
                cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask DoubtEmptyAsync(DirectoryVisit visit, DirectoryListing ofSource, DirectoryListing ofTarget, CancellationToken cancellationToken)
    {
        if (!options.Delete || !visit.IsInSource || ofSource.Entries.Count > 0 || ofTarget.Entries.Count == 0) return;
        if (!await _sourceLister.IsEmptyAsync(visit.SourcePath, cancellationToken).ConfigureAwait(false))
            Deletions.Doubt($"the listing of {NameOf(source.Name, visit.SourcePath)} was empty, which a second look did not confirm");
    }

    /// <summary>What of the source takes part, under which names; the rest is told here.</summary>
    private async ValueTask<List<SourceEntry>> SortOutAsync(
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
                await Sink.AddAsync(
                    StepFor(visit, item, StepAction.Refuse, StepReason.NameCollision, $"{names} would be one name in the target"), cancellationToken).ConfigureAwait(false);
            }
        }

        if (collisions.Count == 0) return items;
        var colliding = collisions.Select(static group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !colliding.Contains(item.Key))];
    }

    private async ValueTask AskForTimesAsync(DirectoryVisit visit, List<SourceEntry> items, TargetNames there, CancellationToken cancellationToken)
    {
        List<int> ofSource = [];
        List<FtpEntry> ofTarget = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Entry is not { Kind: FtpEntryKind.File } file) continue;
            var isThere = there.TryFind(items[i].Key, out var found) && found.Kind == FtpEntryKind.File;
            if (isThere ? !Comparer.WantsExactTimes(file, found!) : !options.KeepTimes) continue;
            if (_sourceTimes.Helps(file.Modified)) ofSource.Add(i);
            if (isThere && _targetTimes.Helps(found!.Modified)) ofTarget.Add(found);
        }

        var sourceTimes = await _sourceTimes.FindAsync([.. ofSource.Select(i => items[i].SourcePath)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < sourceTimes.Length; i++)
        {
            var item = items[ofSource[i]];
            if (sourceTimes[i] is { } exact) items[ofSource[i]] = item with { Entry = item.Entry with { Modified = exact } };
        }

        var targetTimes = await _targetTimes.FindAsync([.. ofTarget.Select(entry => visit.Path.Append(entry.Name))], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < targetTimes.Length; i++)
        {
            if (targetTimes[i] is { } exact) there.Replace(ofTarget[i] with { Modified = exact });
        }
    }

    private async ValueTask<SourceEntry?> TakeAsync(DirectoryVisit visit, FtpEntry entry, TargetNames there, CancellationToken cancellationToken)
    {
        if (!entry.IsSafeName)
        {
            await Sink.AddAsync(
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

        if (IsLeftover(entry)) return await LeaveOutAsync(StepReason.Leftover, "an unfinished file of an earlier run").ConfigureAwait(false);
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
            await Sink.AddAsync(
                StepFor(visit, item, StepAction.Refuse, StepReason.NameNotPossible, "the target cannot hold this name"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (name != entry.Name) Tally.CountEscapedName();
        return item with { IsLeftOut = exclusion is not null };

        async ValueTask<SourceEntry?> LeaveOutAsync(StepReason why, string because)
        {
            await Sink.AddAsync(StepFor(visit, item, StepAction.Skip, why, because), cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    // A link by the policy, and a name of a listing without facts.
    private async ValueTask<SourceEntry?> ResolveAsync(DirectoryVisit visit, SourceEntry item, CancellationToken cancellationToken)
    {
        var isLink = item.Entry.Kind == FtpEntryKind.Link;
        if (isLink && options.Links == LinkPolicy.Skip)
        {
            await Sink.AddAsync(StepFor(visit, item, StepAction.Skip, StepReason.LinkLeftOut, "a symbolic link"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (isLink && options.Links == LinkPolicy.Keep)
        {
            if (LinkTarget.TryResolve(item.SourcePath, item.Entry.LinkTarget, out _)) return item;
            var to = item.Entry.LinkTarget is { Length: > 0 } words ? $"\"{TerminalText.Escape(words)}\"" : "a place that the listing does not tell";
            await Sink.AddAsync(
                StepFor(visit, item, StepAction.Refuse, StepReason.LinkLeadsOut, $"a link to {to}; only relative links that stay inside are kept"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        FtpEntry? entry = null;
        try
        {
            entry = await _sourceResolver.ResolveAsync(item.SourcePath, item.Entry, cancellationToken).ConfigureAwait(false);
        }
        catch (FileStoreException)
        {
            // A link that leads nowhere, or out of the store, is told below.
            entry = null;
        }

        var place = isLink && LinkTarget.TryResolve(item.Place, item.Entry.LinkTarget, out var found) ? found : item.Place;
        if (entry is { Kind: FtpEntryKind.Directory } && isLink && visit.IsWithin(place, entry.Unique)) entry = null;
        if (entry is not null) return item with { Entry = entry, Place = place };
        await Sink.AddAsync(
            StepFor(visit, item, StepAction.Refuse, isLink ? StepReason.LinkBroken : StepReason.NotAFile, isLink ? "the link leads to nothing that can be read, or back to where it is" : "neither a file nor a directory"),
            cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<DirectoryVisit?> PlanDirectoryAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        var found = await FindThereAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
        var path = visit.Path.Append(found?.Name ?? item.Name);
        if (visit.Depth >= options.MaxDepth)
        {
            Deletions.Doubt($"{NameOf(source.Name, item.SourcePath)} is too deep");
            await Sink.AddAsync(StepFor(visit, item, StepAction.Refuse, StepReason.TooDeep, $"more than {options.MaxDepth} directories deep"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (found is not null && found.Kind != FtpEntryKind.Directory)
        {
            await Sink.AddAsync(
                StepFor(visit, item, StepAction.Refuse, StepReason.KindDiffers, $"a directory in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found },
                cancellationToken).ConfigureAwait(false);
            return null;
        }

        var child = new DirectoryVisit
        {
            Parent = visit,
            Path = path,
            SourcePath = item.SourcePath,
            Place = item.Place,
            Unique = item.Entry.Unique,
            IsInSource = true,
            IsInTarget = found is not null,
            Depth = visit.Depth + 1,
            Creation = found is null ? StepFor(visit, item, StepAction.CreateDirectory, StepReason.Missing, "not in the target") : null,
        };
        if (options.Filter.IsEmpty) await Sink.RequireAsync(child, cancellationToken).ConfigureAwait(false);
        return child;
    }

    private async ValueTask<TransferStep> DecideAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        try
        {
            var found = await FindThereAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
            if (item.Entry.Kind == FtpEntryKind.Link) return DecideLink(visit, item, found);
            if (found is null) return StepFor(visit, item, StepAction.Copy, StepReason.Missing, "not in the target");
            var path = visit.Path.Append(found.Name);
            if (found.Kind is not (FtpEntryKind.File or FtpEntryKind.Unknown))
            {
                return StepFor(visit, item, StepAction.Refuse, StepReason.KindDiffers, $"a file in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found };
            }

            var verdict = await Comparer.CompareAsync(item.SourcePath, path, item.Entry, found, cancellationToken).ConfigureAwait(false);
            if (options.Existing == ExistingPolicy.KeepBoth && verdict.Action == StepAction.Replace)
                return await DecideBesideAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
            return StepFor(visit, item, verdict.Action, verdict.Reason, verdict.Because) with { Path = path, SourcePath = item.SourcePath == path ? null : item.SourcePath, Target = found };
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (Client.FtpConnectionException or Client.FtpAuthenticationException)))
        {
            return StepFor(visit, item, StepAction.Refuse, StepReason.NotAFile, $"it cannot be compared: {e.Message}");
        }
    }

    private async ValueTask<TransferStep> ResolveConflictAsync(DirectoryVisit visit, SourceEntry item, TransferStep step, TargetNames there, CancellationToken cancellationToken)
    {
        try
        {
            var decision = await options.DecideConflict!(step, cancellationToken).ConfigureAwait(false);
            return decision == ConflictDecision.KeepBoth
                ? await DecideBesideAsync(visit, item, there, cancellationToken).ConfigureAwait(false)
                : await Conflict.ApplyAsync(step, item.SourcePath, decision, Comparer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (Client.FtpConnectionException or Client.FtpAuthenticationException)))
        {
            return StepFor(visit, item, StepAction.Refuse, StepReason.NotAFile, $"it cannot be compared: {e.Message}");
        }
    }

    private static TransferStep DecideLink(DirectoryVisit visit, SourceEntry item, FtpEntry? found) => found switch
    {
        null => StepFor(visit, item, StepAction.Link, StepReason.Missing, "not in the target"),
        { Kind: FtpEntryKind.Link } when found.LinkTarget == item.Entry.LinkTarget =>
            StepFor(visit, item, StepAction.Keep, StepReason.SameSize, "the same link") with { Target = found },
        { Kind: FtpEntryKind.Link } =>
            StepFor(visit, item, StepAction.Link, StepReason.LinkDiffers, $"the target's points to \"{TerminalText.Escape(found.LinkTarget ?? "")}\"") with { Target = found },
        _ => StepFor(visit, item, StepAction.Refuse, StepReason.KindDiffers, $"a symbolic link in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found },
    };

    // The first name with a number that is free, or whose file is this one already.
    private async ValueTask<TransferStep> DecideBesideAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var name = NumberedName.Of(item.Name, number);
            var path = visit.Path.Append(name);
            var key = NameKey.Of(name, targetFacts.Traits);
            if (!there.TryFind(key, out var found))
            {
                if (!there.Claim(key)) continue;
                return StepFor(visit, item, StepAction.Copy, StepReason.Existing, $"the target's \"{TerminalText.Escape(item.Name)}\" differs and is kept") with { Path = path, SourcePath = item.SourcePath };
            }

            if (found.Kind != FtpEntryKind.File) continue;
            var verdict = await Comparer.CompareAsync(item.SourcePath, path, item.Entry, found, cancellationToken).ConfigureAwait(false);
            if (verdict.Action == StepAction.Replace) continue;
            there.Claim(key);
            return StepFor(visit, item, verdict.Action, verdict.Reason, verdict.Because) with { Path = path, SourcePath = item.SourcePath, Target = found };
        }
    }

    private async ValueTask<FtpEntry?> FindThereAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        if (IsNew(visit)) return null;
        if (!there.TryFind(item.Key, out var found))
            return item.Name.StartsWith('.') ? await _targetResolver.FindHiddenAsync(visit.Path.Append(item.Name), cancellationToken).ConfigureAwait(false) : null;
        return found.Kind == FtpEntryKind.Unknown
            ? await _targetResolver.ResolveAsync(visit.Path.Append(found.Name), found, cancellationToken).ConfigureAwait(false) ?? found
            : found;
    }

    private async ValueTask PassOnAsync(DirectoryVisit visit, TransferStep step, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case StepAction.Link:
                await Sink.RequireAsync(visit, cancellationToken).ConfigureAwait(false);
                await Links.AddAsync(step, cancellationToken).ConfigureAwait(false);
                break;
            case StepAction.Copy:
                await Sink.AddAsync(visit, step, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await Sink.AddAsync(step, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask PlanDeletionsAsync(DirectoryVisit visit, TargetNames there, List<DirectoryVisit> children, CancellationToken cancellationToken)
    {
        foreach (var entry in there.Unclaimed)
        {
            var path = entry.IsSafeName ? visit.Path.Append(entry.Name) : null;
            var found = path is not null && entry.Kind == FtpEntryKind.Unknown
                ? await _targetResolver.ResolveAsync(path, entry, cancellationToken).ConfigureAwait(false) ?? entry
                : entry;
            var isDirectory = found.Kind == FtpEntryKind.Directory;
            var isExcluded = path is null || options.Filter.FindExclusion(path, isDirectory) is not null;
            if (path is null || IsLeftover(entry) || found.Kind == FtpEntryKind.Unknown || (isExcluded && (!isDirectory || options.Filter.IsClosed(path))))
            {
                Deletions.Retain(visit);
                continue;
            }

            if (!isExcluded) await Deletions.AddAsync(path, found, cancellationToken).ConfigureAwait(false);
            if (!isDirectory) continue;
            if (visit.Depth >= options.MaxDepth)
            {
                Deletions.Doubt($"{NameOf(target.Name, path)} is too deep");
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
            if (isExcluded) Deletions.Retain(child);
            children.Add(child);
        }
    }

    private static TransferStep StepFor(DirectoryVisit visit, SourceEntry item, StepAction action, StepReason reason, string because)
    {
        var path = visit.Path.Append(item.Name);
        return new TransferStep(action, path, reason)
        {
            SourcePath = item.SourcePath == path ? null : item.SourcePath,
            Source = item.Entry,
            Because = because,
        };
    }
}
