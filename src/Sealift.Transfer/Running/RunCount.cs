using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>Counts what a run does, from all its workers at once.</summary>
internal sealed class RunCount(TimeProvider timeProvider)
{
    // The rate told is that of about this time.
    private const double RateSeconds = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<TransferFailure> _failures = [];
    private readonly long _beganAt = timeProvider.GetTimestamp();
    private long _bytes;
    private long _filesDone;
    private long _kept;
    private long _skipped;
    private long _stepsDone;
    private long _deleted;
    private long _withheld;
    private long _toldAt;
    private long _toldBytes;
    private double _rate;

    /// <summary>What the plan comes to so far.</summary>
    public TransferTotals Known { get; set; }

    public bool IsPlanComplete { get; set; }

    public TransferFailure? PlanFailure { get; set; }

    public bool HasFailures
    {
        get { lock (_gate) return _failures.Count > 0 || PlanFailure is not null; }
    }

    public void Moved(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void FileDone() => Interlocked.Increment(ref _filesDone);

    public void Kept() => Interlocked.Increment(ref _kept);

    public void Skipped() => Interlocked.Increment(ref _skipped);

    public void StepDone() => Interlocked.Increment(ref _stepsDone);

    public void Deleted() => Interlocked.Increment(ref _deleted);

    public void Withheld() => Interlocked.Increment(ref _withheld);

    public void Failed(TransferFailure failure)
    {
        lock (_gate) _failures.Add(failure);
    }

    /// <summary>The progress of the run, if it is time to tell it again.</summary>
    public RunProgress? FindProgress()
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            var since = timeProvider.GetElapsedTime(_toldAt == 0 ? _beganAt : _toldAt, now);
            if (since < Interval) return null;
            var bytes = Interlocked.Read(ref _bytes);
            var rate = (bytes - _toldBytes) / since.TotalSeconds;
            var weight = _toldAt == 0 ? 1 : Math.Min(1, since.TotalSeconds / RateSeconds);
            _rate += (rate - _rate) * weight;
            _toldAt = now;
            _toldBytes = bytes;
            return new RunProgress(Interlocked.Read(ref _filesDone), bytes, _rate, Known, IsPlanComplete);
        }
    }

    public TransferRunSummary Sum(bool wasCancelled)
    {
        lock (_gate)
        {
            return new TransferRunSummary
            {
                FilesDone = _filesDone,
                Bytes = _bytes,
                Kept = _kept,
                Skipped = _skipped,
                StepsDone = _stepsDone,
                Deleted = _deleted,
                DeletionsWithheld = _withheld,
                Failures = [.. _failures],
                PlanFailure = PlanFailure,
                WasCancelled = wasCancelled,
                Elapsed = timeProvider.GetElapsedTime(_beganAt),
            };
        }
    }
}
