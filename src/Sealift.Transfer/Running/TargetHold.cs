using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>
/// Keeps files from a target that is full: one of them tries now and then whether there is room again, the others wait. Everybody
/// hears of it once.
/// </summary>
internal sealed class TargetHold(TransferRunOptions options, EventFeed feed)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _outcome;
    private bool _isProbing;
    private int _failures;

    /// <summary>Why nothing more goes to the target in this run; null while something may.</summary>
    public TransferFailure? GivenUp { get; private set; }

    /// <summary>Waits until a file may go to the target, unless it is given up.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task outcome;
            var isProbe = false;
            lock (_gate)
            {
                if (_outcome is null || GivenUp is not null) return;
                if (!_isProbing) isProbe = _isProbing = true;
                outcome = _outcome.Task;
            }

            if (isProbe)
            {
                await Task.Delay(options.Retry.FullPause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                return;
            }

            await outcome.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The target was full.</summary>
    public async ValueTask FullAsync(TransferFailure failure)
    {
        TaskCompletionSource? over = null;
        var isNews = false;
        lock (_gate)
        {
            if (_outcome is null)
            {
                _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                isNews = true;
                _failures = 1;
            }
            else if (_isProbing)
            {
                _isProbing = false;
                _failures++;
                over = _outcome;
                _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (_failures >= options.Retry.Attempts)
            {
                GivenUp = failure;
                isNews = false;
            }
        }

        over?.SetResult(); // the others look again, and one of them is the next to try
        if (isNews) await feed.WriteAsync(new RunPaused(failure.Cause, options.Retry.FullPause)).ConfigureAwait(false);
    }

    /// <summary>A file found room in the target.</summary>
    public async ValueTask RoomyAsync()
    {
        TaskCompletionSource? over;
        lock (_gate)
        {
            if (_outcome is null || GivenUp is not null) return;
            over = _outcome;
            _outcome = null;
            _isProbing = false;
            _failures = 0;
        }

        over.SetResult();
        await feed.WriteAsync(new RunResumed()).ConfigureAwait(false);
    }

    /// <summary>The file that was to try did not come so far: another one may.</summary>
    public void Leave()
    {
        TaskCompletionSource? over;
        lock (_gate)
        {
            if (_outcome is null || !_isProbing) return;
            _isProbing = false;
            over = _outcome;
            _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        over.SetResult();
    }
}
