using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>
/// Keeps files from a target that is full: one of them tries now and then whether there is room again, the others wait. Everybody
/// hears of it once, and what was under way when it began counts for nothing.
/// </summary>
internal sealed class TargetHold(TransferRunOptions options, TransferSideKind target, EventFeed feed)
{
    private readonly TimeSpan _pause = target == TransferSideKind.Local ? options.Retry.LocalFullPause : options.Retry.FullPause;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _outcome;
    private bool _isProbing;
    private int _failures;
    private int _round;

    /// <summary>How often the target may be full, for one file and for all together, before it is given up.</summary>
    public int Tries { get; } = target == TransferSideKind.Local ? Math.Min(2, options.Retry.Attempts) : options.Retry.Attempts;

    /// <summary>Why nothing more goes to the target in this run; null while something may.</summary>
    public TransferFailure? GivenUp { get; private set; }

    /// <summary>Waits until a step may go to the target, unless it is given up.</summary>
    public async ValueTask<Admission> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task outcome;
            Admission admission;
            lock (_gate)
            {
                admission = new Admission(_round, IsProbe: false);
                if (_outcome is null || GivenUp is not null || _over.Task.IsCompleted) return admission;
                if (!_isProbing)
                {
                    _isProbing = true;
                    admission = admission with { IsProbe = true };
                }

                outcome = _outcome.Task;
            }

            if (!admission.IsProbe)
            {
                await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                await _over.Task.WaitAsync(_pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return admission; // it is time to try
            }
            catch (OperationCanceledException)
            {
                Leave(admission);
                throw;
            }

            return admission;
        }
    }

    /// <summary>The target was full. What went there before others found out the same, or before there was room again, is no news.</summary>
    public async ValueTask FullAsync(TransferFailure failure, Admission admission)
    {
        TaskCompletionSource? outcome = null;
        var isNews = false;
        lock (_gate)
        {
            if (admission.Round != _round) return;
            if (_outcome is null)
            {
                _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                isNews = true;
                _failures = 1;
            }
            else if (admission.IsProbe)
            {
                _failures++;
                outcome = Renew(_outcome);
            }

            if (_failures >= Tries)
            {
                GivenUp = failure;
                isNews = false;
            }
        }

        outcome?.TrySetResult(); // the others look again, and one of them is the next to try
        if (isNews) await feed.WriteAsync(new RunPaused(failure.Cause, _pause)).ConfigureAwait(false);
    }

    /// <summary>A step found room in the target.</summary>
    public async ValueTask RoomyAsync(Admission admission)
    {
        TaskCompletionSource outcome;
        lock (_gate)
        {
            if (!admission.IsProbe || _outcome is null) return;
            outcome = _outcome;
            _outcome = null;
            _isProbing = false;
            _failures = 0;
            _round++;
        }

        outcome.TrySetResult();
        await feed.WriteAsync(new RunResumed()).ConfigureAwait(false);
    }

    /// <summary>If this was the step that was to try, it did not come so far: another one may.</summary>
    public void Leave(Admission admission)
    {
        TaskCompletionSource? outcome;
        lock (_gate)
        {
            if (!admission.IsProbe || _outcome is null) return;
            outcome = Renew(_outcome);
        }

        outcome.TrySetResult();
    }

    /// <summary>The run ends: nobody waits for room any more.</summary>
    public void End()
    {
        _over.TrySetResult();
        TaskCompletionSource? outcome;
        lock (_gate) outcome = _outcome;
        outcome?.TrySetResult();
    }

    // Under the lock.
    private TaskCompletionSource Renew(TaskCompletionSource outcome)
    {
        _isProbing = false;
        _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return outcome;
    }
}
