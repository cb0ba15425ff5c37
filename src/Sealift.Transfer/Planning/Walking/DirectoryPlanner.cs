using Sealift.Core;
using Sealift.Transfer.Running;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Plans one directory: nothing of it is passed on before both listings are whole and its names are checked against each other.</summary>
internal sealed class DirectoryPlanner(TransferSide source, TransferSide target, StoreTraits targetTraits, TransferPlanOptions options)
{
    // How many files of a directory are asked about at once, where asking is needed.
    private const int MaxQuestions = 16;

    private readonly DirectoryLister _sourceLister = new(source, options.TimeProvider);
    private readonly DirectoryLister _targetLister = new(target, options.TimeProvider);

    public required SourceSelection Selection { get; init; }

    public required ExactTimes Times { get; init; }

    public required FileDecision Decision { get; init; }

    public required TargetSurplus Surplus { get; init; }

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
            ofTarget.Entries.Count(static entry => !PartName.IsPart(entry)));
        await DoubtEmptyAsync(visit, ofSource, ofTarget, cancellationToken).ConfigureAwait(false);

        var there = new TargetNames(ofTarget.Entries, targetTraits);
        var taken = await Selection.SelectAsync(visit, ofSource, there, cancellationToken).ConfigureAwait(false);
        await Times.AskAsync(visit, taken, there, cancellationToken).ConfigureAwait(false);
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

            decisions.Enqueue((item, Decision.DecideAsync(visit, item, there, cancellationToken).AsTask()));
            if (decisions.Count >= MaxQuestions) await TakeDecisionAsync().ConfigureAwait(false);
        }

        while (decisions.Count > 0) await TakeDecisionAsync().ConfigureAwait(false);

        // Whoever is asked may take time: what needs no answer goes first. A name beside another is known before deletions are.
        if (!options.Delete) Enter(children);
        foreach (var (item, step) in conflicts)
            await PassOnAsync(visit, await Decision.ResolveConflictAsync(visit, item, step, there, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (!options.Delete) return;
        await Surplus.AddAsync(visit, there, children, cancellationToken).ConfigureAwait(false);
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

    // A line that could not be read may be a file: what can be read is copied, and nothing is deleted because of what cannot.
    private async ValueTask<bool> RequireWholeAsync(
        DirectoryVisit visit, DirectoryListing listing, string side, FtpPath path, CancellationToken cancellationToken)
    {
        if (listing.Failure is { } failure)
        {
            Deletions.Doubt($"{Words.Of(side, path)} could not be listed");
            if (visit.Parent is null && visit.IsInSource && side == source.Name)
                throw new TransferPlanException(PlanRefusal.SourceMissing, $"{side} cannot be listed: {failure}", "Check the path and the permissions of the source.");
            await Sink.AddAsync(new TransferStep(StepAction.Refuse, visit.Path, StepReason.NotListed) { Because = $"{Words.Of(side, path)} cannot be listed: {failure}" }, cancellationToken)
                .ConfigureAwait(false);
            return false;
        }

        if (listing.Unreadable == 0) return true;
        var lines = listing.Unreadable == 1 ? "a line" : $"{listing.Unreadable} lines";
        Deletions.Doubt($"{lines} of the listing of {Words.Of(side, path)} could not be read");
        if (side == source.Name)
        {
            await Sink.AddAsync(
                new TransferStep(StepAction.Refuse, visit.Path, StepReason.NotListed) { Because = $"{lines} of the listing of {Words.Of(side, path)} could not be read: there may be more in it" },
                cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask DoubtEmptyAsync(DirectoryVisit visit, DirectoryListing ofSource, DirectoryListing ofTarget, CancellationToken cancellationToken)
    {
        if (!options.Delete || !visit.IsInSource || ofSource.Entries.Count > 0 || ofTarget.Entries.Count == 0) return;
        if (!await _sourceLister.IsEmptyAsync(visit.SourcePath, cancellationToken).ConfigureAwait(false))
            Deletions.Doubt($"the listing of {Words.Of(source.Name, visit.SourcePath)} was empty, which a second look did not confirm");
    }

    private async ValueTask<DirectoryVisit?> PlanDirectoryAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        var found = await Decision.FindThereAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
        var path = visit.Path.Append(found?.Name ?? item.Name);
        if (visit.Depth >= options.MaxDepth)
        {
            Deletions.Doubt($"{Words.Of(source.Name, item.SourcePath)} is too deep");
            await Sink.AddAsync(item.StepIn(visit, StepAction.Refuse, StepReason.TooDeep, $"more than {options.MaxDepth} directories deep"), cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (found is not null && found.Kind != FtpEntryKind.Directory)
        {
            await Sink.AddAsync(
                item.StepIn(visit, StepAction.Refuse, StepReason.KindDiffers, $"a directory in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found },
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
            Creation = found is null ? item.StepIn(visit, StepAction.CreateDirectory, StepReason.Missing, "not in the target") : null,
        };
        if (options.Filter.IsEmpty) await Sink.RequireAsync(child, cancellationToken).ConfigureAwait(false);
        return child;
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

}
