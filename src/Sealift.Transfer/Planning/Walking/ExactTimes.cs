using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Asks servers for the exact times of the files of a directory whose listed times are too coarse to decide by.</summary>
internal sealed class ExactTimes(TransferSide source, TransferSide target, FileComparer comparer, TransferPlanOptions options)
{
    private readonly TimeQuestions _sourceTimes = new(source, options.TimeProvider);
    private readonly TimeQuestions _targetTimes = new(target, options.TimeProvider);

    /// <summary>Puts what the servers say into the entries of both sides.</summary>
    public async ValueTask AskAsync(DirectoryVisit visit, List<SourceEntry> items, TargetNames there, CancellationToken cancellationToken)
    {
        List<int> ofSource = [];
        List<FtpEntry> ofTarget = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Entry is not { Kind: FtpEntryKind.File } file) continue;
            var isThere = there.TryFind(items[i].Key, out var found) && found.Kind == FtpEntryKind.File;
            if (isThere ? !comparer.WantsExactTimes(file, found!) : !options.KeepTimes) continue;
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
}
