using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Names;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What is to be done with one file or link of the source, given what the target has under its name.</summary>
internal sealed class FileDecision(SideFacts targetFacts, EntryResolver resolver, FileComparer comparer, TransferPlanOptions options)
{
    public async ValueTask<TransferStep> DecideAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        try
        {
            var found = await FindThereAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
            if (item.Entry.Kind == FtpEntryKind.Link) return DecideLink(visit, item, found);
            if (found is null) return item.StepIn(visit, StepAction.Copy, StepReason.Missing, "not in the target");
            var path = visit.Path.Append(found.Name);
            if (found.Kind is not (FtpEntryKind.File or FtpEntryKind.Unknown))
            {
                return item.StepIn(visit, StepAction.Refuse, StepReason.KindDiffers, $"a file in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found };
            }

            var verdict = await comparer.CompareAsync(item.SourcePath, path, item.Entry, found, cancellationToken).ConfigureAwait(false);
            if (options.Existing == ExistingPolicy.KeepBoth && verdict.Action == StepAction.Replace)
                return await DecideBesideAsync(visit, item, there, cancellationToken).ConfigureAwait(false);
            return item.StepIn(visit, verdict.Action, verdict.Reason, verdict.Because) with { Path = path, SourcePath = item.SourcePath == path ? null : item.SourcePath, Target = found };
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (Client.FtpConnectionException or Client.FtpAuthenticationException)))
        {
            return item.StepIn(visit, StepAction.Refuse, StepReason.NotAFile, $"it cannot be compared: {e.Message}");
        }
    }

    public async ValueTask<TransferStep> ResolveConflictAsync(DirectoryVisit visit, SourceEntry item, TransferStep step, TargetNames there, CancellationToken cancellationToken)
    {
        try
        {
            var decision = await options.DecideConflict!(step, cancellationToken).ConfigureAwait(false);
            return decision == ConflictDecision.KeepBoth
                ? await DecideBesideAsync(visit, item, there, cancellationToken).ConfigureAwait(false)
                : await Conflict.ApplyAsync(step, item.SourcePath, decision, comparer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (Client.FtpConnectionException or Client.FtpAuthenticationException)))
        {
            return item.StepIn(visit, StepAction.Refuse, StepReason.NotAFile, $"it cannot be compared: {e.Message}");
        }
    }

    public async ValueTask<FtpEntry?> FindThereAsync(DirectoryVisit visit, SourceEntry item, TargetNames there, CancellationToken cancellationToken)
    {
        if (!visit.IsInTarget) return null;
        if (!there.TryFind(item.Key, out var found))
            return item.Name.StartsWith('.') ? await resolver.FindHiddenAsync(visit.Path.Append(item.Name), cancellationToken).ConfigureAwait(false) : null;
        return found.Kind == FtpEntryKind.Unknown
            ? await resolver.ResolveAsync(visit.Path.Append(found.Name), found, cancellationToken).ConfigureAwait(false) ?? found
            : found;
    }

    private static TransferStep DecideLink(DirectoryVisit visit, SourceEntry item, FtpEntry? found) => found switch
    {
        null => item.StepIn(visit, StepAction.Link, StepReason.Missing, "not in the target"),
        { Kind: FtpEntryKind.Link } when found.LinkTarget == item.Entry.LinkTarget =>
            item.StepIn(visit, StepAction.Keep, StepReason.SameSize, "the same link") with { Target = found },
        { Kind: FtpEntryKind.Link } =>
            item.StepIn(visit, StepAction.Link, StepReason.LinkDiffers, $"the target's points to \"{TerminalText.Escape(found.LinkTarget ?? "")}\"") with { Target = found },
        _ => item.StepIn(visit, StepAction.Refuse, StepReason.KindDiffers, $"a symbolic link in the source, {Words.Of(found.Kind)} in the target, which stays") with { Target = found },
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
                return item.StepIn(visit, StepAction.Copy, StepReason.Existing, $"the target's \"{TerminalText.Escape(item.Name)}\" differs and is kept") with { Path = path, SourcePath = item.SourcePath };
            }

            if (found.Kind != FtpEntryKind.File) continue;
            var verdict = await comparer.CompareAsync(item.SourcePath, path, item.Entry, found, cancellationToken).ConfigureAwait(false);
            if (verdict.Action == StepAction.Replace) continue;
            there.Claim(key);
            return item.StepIn(visit, verdict.Action, verdict.Reason, verdict.Because) with { Path = path, SourcePath = item.SourcePath, Target = found };
        }
    }
}
