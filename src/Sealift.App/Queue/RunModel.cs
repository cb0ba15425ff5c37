using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.App.Queue;

/// <summary>Follows the events of a running job. Its memory does not grow with the files: it knows those under way, the next ones, and the last.</summary>
internal sealed class RunModel(long job)
{
    /// <summary>The most done files that are remembered, and the most failures.</summary>
    public const int Kept = 200;

    // As many as a screen or two; the others are a number.
    private const int ShownWaiting = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<FtpPath, FileRow> _active = [];
    private readonly List<FtpPath> _order = [];
    private readonly Dictionary<FtpPath, long> _places = [];
    private readonly SortedDictionary<long, FileRow> _waiting = [];
    private readonly Queue<FileRow> _done = new();
    private readonly Dictionary<FtpPath, FileRow> _failed = [];
    private long _place;
    private long _bytes;
    private RunSnapshot _sum = new(job);
    private bool _hasEvidence;

    /// <summary>Bytes that were carried so far.</summary>
    public long Carried
    {
        get
        {
            lock (_lock) return _sum.Carried;
        }
    }

    /// <summary>Takes what happened.</summary>
    public void Apply(TransferEvent happened)
    {
        lock (_lock) Take(happened);
    }

    /// <summary>How far the job is now.</summary>
    public RunSnapshot Snapshot()
    {
        lock (_lock)
        {
            return _sum with
            {
                Active = [.. _order.Select(path => _active[path])],
                Failed = [.. _failed.Values.Reverse()],
                Waiting = [.. _waiting.Values.Take(ShownWaiting)],
                Done = [.. _done.Reverse()],
                Bytes = _bytes + _active.Values.Sum(static row => row.Bytes),
            };
        }
    }

    private void Take(TransferEvent happened)
    {
        switch (happened)
        {
            case StepPlanned { Step: { Action: StepAction.Copy or StepAction.Replace } step, Known: var known }:
                _sum = _sum with { FilesKnown = known.Files, BytesKnown = known.Bytes };
                _places[step.Path] = ++_place;
                _waiting[_place] = new FileRow(step.Path.ToString(), FileRowState.Waiting) { Size = step.Source?.Size };
                break;
            case PlanCompleted { Totals: var totals }:
                _sum = _sum with { FilesKnown = totals.Files, BytesKnown = totals.Bytes, IsPlanComplete = true };
                break;
            case FileStarted started:
                Begin(started);
                break;
            case FileProgress progress when _active.TryGetValue(progress.Path, out var row):
                _active[progress.Path] = row with { State = FileRowState.Moving, Bytes = progress.Bytes, Size = progress.Size ?? row.Size, Rate = progress.BytesPerSecond };
                break;
            case FileProving proving when _active.TryGetValue(proving.Path, out var row):
                _active[proving.Path] = row with { State = FileRowState.Proving, Rate = null };
                break;
            case FileDone { Receipt: var receipt }:
                End(receipt);
                break;
            case StepFailed failed:
                Fail(failed);
                break;
            case StepLeft { Step.Action: StepAction.Keep }:
                _sum = _sum with { FilesKept = _sum.FilesKept + 1 };
                break;
            case StepDone:
                _sum = _sum with { StepsDone = _sum.StepsDone + 1 };
                break;
            case RunProgress progress:
                _sum = _sum with { Carried = progress.Bytes, Rate = progress.BytesPerSecond };
                break;
            case SessionsChanged sessions:
                _sum = _sum with { Sessions = $"{sessions.Side} allows {sessions.Limit} at once" };
                break;
            case RunPaused { Cause: { } cause }:
                _sum = _sum with { Waits = cause, Rate = 0 };
                break;
            case RunPaused:
                _sum = _sum with { Rate = 0 };
                break;
            case RunResumed:
                _sum = _sum with { Waits = null };
                break;
            case RunFinished { Summary: var summary }:
                _sum = _sum with { Carried = summary.Bytes, Rate = 0, Waits = null };
                break;
            default:
                break;
        }
    }

    private void Begin(FileStarted started)
    {
        var path = started.Step.Path;
        Forget(path);
        _active[path] = new FileRow(path.ToString(), FileRowState.Moving) { Size = started.Size, Bytes = started.ResumedAt, ResumedAt = started.ResumedAt };
        _order.Add(path);
    }

    private void End(TransferReceipt receipt)
    {
        Forget(receipt.Path);
        _bytes += receipt.Bytes;
        _done.Enqueue(new FileRow(receipt.Path.ToString(), FileRowState.Done)
        {
            Size = receipt.Bytes,
            Bytes = receipt.Bytes,
            ResumedAt = receipt.ResumedAt,
            Evidence = receipt.Evidence,
            Rate = receipt.Elapsed > TimeSpan.Zero ? (receipt.Bytes - receipt.ResumedAt) / receipt.Elapsed.TotalSeconds : null,
        });
        if (_done.Count > Kept) _done.Dequeue();
        _sum = _sum with { FilesDone = _sum.FilesDone + 1, Evidence = _hasEvidence ? _sum.Evidence & receipt.Evidence : receipt.Evidence };
        _hasEvidence = true;
    }

    private void Fail(StepFailed failed)
    {
        var (step, isOver) = (failed.Step, failed.RetryAfter is null);
        Forget(step.Path);
        if (_failed.Count < Kept)
        {
            _failed[step.Path] = new FileRow(step.Path.IsTop ? "." : step.Path.ToString(), isOver ? FileRowState.Failed : FileRowState.Retrying)
            {
                Size = step.Source?.Size,
                Cause = failed.Failure.Cause,
                Hint = failed.Failure.Hint,
            };
        }

        if (!isOver) return;
        _sum = _sum with { FilesFailed = _sum.FilesFailed + 1 };
        if (step.Action is StepAction.Copy or StepAction.Replace) _bytes += step.Source?.Size ?? 0;
    }

    private void Forget(FtpPath path)
    {
        if (_active.Remove(path)) _order.Remove(path);
        if (_places.Remove(path, out var place)) _waiting.Remove(place);
        _failed.Remove(path);
    }
}
