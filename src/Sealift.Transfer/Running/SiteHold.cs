using System.Globalization;
using Sealift.Client;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>
/// Keeps a run from a server that has gone away: one worker asks now and then whether it is back, later and later, the others wait for what it
/// finds. So a reboot costs its own time and no file an attempt, and the server is not stormed when it comes back (SECURITY, F25).
/// </summary>
/// <remarks>Only a server that was there, for this run or for its plan, can go away: one that never answered is an error at once.</remarks>
internal sealed class SiteHold(FtpClientPool pool, string name, TransferRunOptions options, EventFeed feed)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _outcome;
    private bool _isAsked;
    private bool _wasThere;
    private int _failures;
    private long _goneAt;

    /// <summary>Whether the server is away at this moment, as far as that is known.</summary>
    public bool IsAway
    {
        get { lock (_gate) return _outcome is not null; }
    }

    /// <summary>Why the server is not waited for any more; null while it is there or may come back.</summary>
    public FtpConnectionException? GivenUp { get; private set; }

    /// <summary>A session, as soon as there is one to be had.</summary>
    /// <exception cref="FtpConnectionException">The server has never been there, or did not come back in time.</exception>
    public async ValueTask<FtpClientLease> RentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isAsking, others) = Enter();
            if (others is not null)
            {
                await others.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                if (isAsking) await Task.Delay(options.Retry.PauseAfter(_failures), options.TimeProvider, cancellationToken).ConfigureAwait(false);
                var lease = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
                await FindAsync().ConfigureAwait(false);
                return lease;
            }
            catch (FtpConnectionException e) when (IsGone(e))
            {
                await MissAsync(e, isAsking).ConfigureAwait(false);
            }
            catch
            {
                if (isAsking) Leave();
                throw;
            }
        }
    }

    // A server that says goodbye is there; the pool asks it again by itself.
    private bool IsGone(FtpConnectionException e)
    {
        lock (_gate) return (_wasThere || pool.HasLoggedIn) && e is { IsTransient: true, Reply: null };
    }

    // Whether this one is to ask, or else what it waits for; neither while all is well.
    private (bool IsAsking, Task? Others) Enter()
    {
        lock (_gate)
        {
            if (GivenUp is { } failure) throw new FtpConnectionException(failure.Failure, failure.Message, failure.Hint, failure);
            if (_outcome is null) return (false, null);
            if (_isAsked) return (false, _outcome.Task);
            _isAsked = true;
            return (true, null);
        }
    }

    private async ValueTask FindAsync()
    {
        TaskCompletionSource? outcome;
        lock (_gate)
        {
            _wasThere = true;
            outcome = _outcome;
            _outcome = null;
            _isAsked = false;
            _failures = 0;
        }

        if (outcome is null) return;
        await feed.WriteAsync(new RunResumed()).ConfigureAwait(false);
        outcome.TrySetResult();
    }

    private async ValueTask MissAsync(FtpConnectionException failure, bool wasAsking)
    {
        TaskCompletionSource? outcome = null;
        lock (_gate)
        {
            if (_outcome is null)
            {
                _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _goneAt = options.TimeProvider.GetTimestamp();
                _failures = 1;
            }
            else if (!wasAsking)
            {
                return; // others found out before
            }
            else
            {
                _failures++;
                _isAsked = false;
                outcome = _outcome;
                if (options.TimeProvider.GetElapsedTime(_goneAt) < options.Retry.Outage) _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                else GivenUp = GiveUp(failure);
            }
        }

        outcome?.TrySetResult(); // the others look again, and one of them is the next to ask
        if (outcome is null) await feed.WriteAsync(new RunPaused($"{name} does not answer: {failure.Message}", options.Retry.FirstPause)).ConfigureAwait(false);
    }

    private FtpConnectionException GiveUp(FtpConnectionException failure) => new(
        failure.Failure,
        string.Create(CultureInfo.InvariantCulture, $"{name} has not answered for {options.Retry.Outage.TotalMinutes:0.#} minutes: {failure.Message}"),
        failure.Hint,
        failure);

    // It was broken off, or the server answered with something else: another one asks.
    private void Leave()
    {
        TaskCompletionSource? outcome;
        lock (_gate)
        {
            outcome = _outcome;
            _isAsked = false;
            if (outcome is not null) _outcome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        outcome?.TrySetResult();
    }
}
