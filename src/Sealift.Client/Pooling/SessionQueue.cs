namespace Sealift.Client.Pooling;

/// <summary>
/// Who gets which session: idle sessions, permits to open one, and the renters that wait for either, first come first served.
/// </summary>
internal sealed class SessionQueue(FtpClientPoolOptions options, SessionLedger ledger, TimeProvider timeProvider)
{
    // Between two looks around when the second is due already.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<PooledSession> _idle = []; // the one used last at the end: it is taken first, the others grow old
    private readonly LinkedList<Waiter> _waiters = [];
    private long _lastTicket;
    private int _live;
    private int _opening;
    private bool _isClosed;

    public int Live
    {
        get { lock (_gate) return _live; }
    }

    public int Idle
    {
        get { lock (_gate) return _idle.Count; }
    }

    /// <summary>Whether the caller's permit is all this pool has: nobody else could give a session back.</summary>
    public bool IsAlone
    {
        get { lock (_gate) return _live == 0 && _opening == 1; }
    }

    /// <summary>A renter's place in the queue, which it keeps until it has a session.</summary>
    public long NextTicket() => Interlocked.Increment(ref _lastTicket);

    /// <summary>Waits for a session or, as null, for the permit to open one.</summary>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public async ValueTask<PooledSession?> EnterAsync(long ticket, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(FtpClientPool));
            if ((_waiters.First is not { } first || first.Value.Ticket > ticket) && TryServe(out var session)) return session;
            waiter = new Waiter(ticket);
            Insert(waiter);
        }

        using var cancelling = cancellationToken.UnsafeRegister(
            static state =>
            {
                var (queue, waiter, token) = ((SessionQueue, Waiter, CancellationToken))state!;
                queue.Leave(waiter, token);
            },
            (this, waiter, cancellationToken));
        return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>A permit became a session.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _opening--;
            _live++;
            ledger.Open();
            Serve();
        }
    }

    /// <summary>A permit is not used.</summary>
    public void GiveUpPermit()
    {
        lock (_gate)
        {
            _opening--;
            ledger.Unclaim();
            Serve();
        }
    }

    /// <summary>A session is of no use any more and the renter that found out opens another in its place.</summary>
    public void ExchangeForPermit()
    {
        lock (_gate)
        {
            _live--;
            _opening++;
            ledger.Close();
            ledger.TryClaim(isFirst: true);
        }
    }

    /// <summary>A session comes back. False: it is one too many, or the pool is closed, and must be closed.</summary>
    public bool TryReturn(PooledSession session)
    {
        lock (_gate)
        {
            if (_isClosed || _live > Math.Min(options.MaxSessions, ledger.Limit ?? int.MaxValue)) return false;
            session.IdleSince = timeProvider.GetTimestamp();
            _idle.Add(session);
            Serve();
            return true;
        }
    }

    /// <summary>A session has been closed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _live--;
            ledger.Close();
            Serve();
        }
    }

    /// <summary>Takes out the sessions that were idle for too long, and lets a renter try what the server may allow by now.</summary>
    /// <returns>Those sessions, and when to come again; infinite for not before something happens.</returns>
    public (IReadOnlyList<PooledSession> Expired, TimeSpan Next) Tidy()
    {
        lock (_gate)
        {
            List<PooledSession> expired = [];
            var next = Timeout.InfiniteTimeSpan;
            if (options.IdleLifetime != Timeout.InfiniteTimeSpan)
            {
                expired = [.. _idle.Where(session => timeProvider.GetElapsedTime(session.IdleSince) >= options.IdleLifetime)];
                _idle.RemoveAll(expired.Contains);
                if (_idle.Count > 0) next = options.IdleLifetime - timeProvider.GetElapsedTime(_idle[0].IdleSince);
            }

            Serve();
            if (_waiters.Count > 0 && ledger.UntilRetry is { } wait && (next < TimeSpan.Zero || wait < next)) next = wait;
            if (next != Timeout.InfiniteTimeSpan && next < ShortestPause) next = ShortestPause;
            return (expired, next);
        }
    }

    /// <summary>Tells every waiting renter that there will be no session.</summary>
    public void Fail(Func<Exception> failure)
    {
        lock (_gate)
        {
            foreach (var waiter in _waiters) waiter.TrySetException(failure());
            _waiters.Clear();
        }
    }

    /// <summary>Takes nobody any more and hands out the idle sessions to be closed.</summary>
    public IReadOnlyList<PooledSession> Shut()
    {
        lock (_gate)
        {
            _isClosed = true;
            PooledSession[] idle = [.. _idle];
            _idle.Clear();
            foreach (var waiter in _waiters) waiter.TrySetException(new ObjectDisposedException(nameof(FtpClientPool)));
            _waiters.Clear();
            return idle;
        }
    }

    private void Serve()
    {
        while (!_isClosed && _waiters.First is { } first && TryServe(out var session))
        {
            _waiters.RemoveFirst();
            first.Value.SetResult(session); // a cancelled one has left, under the same lock
        }
    }

    private bool TryServe(out PooledSession? session)
    {
        session = null;
        if (_idle.Count > 0)
        {
            session = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return true;
        }

        if (_live + _opening >= options.MaxSessions || !ledger.TryClaim(isFirst: _live + _opening == 0)) return false;
        _opening++;
        return true;
    }

    private void Insert(Waiter waiter)
    {
        var after = _waiters.Last;
        while (after is not null && after.Value.Ticket > waiter.Ticket) after = after.Previous;
        if (after is null) _waiters.AddFirst(waiter);
        else _waiters.AddAfter(after, waiter);
    }

    private void Leave(Waiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (waiter.TrySetCanceled(token)) _waiters.Remove(waiter);
        }
    }

    private sealed class Waiter(long ticket) : TaskCompletionSource<PooledSession?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Ticket { get; } = ticket;
    }
}
