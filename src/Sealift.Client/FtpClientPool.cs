using System.Collections.Concurrent;
using Sealift.Client.Pooling;
using Sealift.Core;

namespace Sealift.Client;

/// <summary>
/// Sessions with one server, opened when they are needed and kept for the next renter. A session that broke is replaced by a new
/// one in the same state. Renters are served in their order. Safe for any number of callers at once.
/// </summary>
/// <remarks>
/// A server's limits are learnt, not configured: when it refuses one more session while others of the same login live, the pool
/// makes do with those, and the renter waits for the next free one instead of seeing an error. What counts is the stage and the
/// code of the refusal, never its text. A refused login while no session lives is a wrong password or a closed account: it is told
/// to every renter and not tried again, lest the account be locked, until <see cref="ForgetRefusal"/>.
/// A session whose data connection the server refused (522 or 425, RFC 4217 section 10) is replaced: the server may have forgotten its
/// TLS session. Where it refused those of two new sessions in a row as well, further ones are kept until one carries data again.
/// What was learnt is shared with every pool whose options have the same <see cref="FtpClientOptions.Hosts"/>.
/// </remarks>
public sealed class FtpClientPool : IAsyncDisposable, ISessionSource
{
    private const int MostBarren = 2; // new sessions in a row whose data connections were refused, which are replaced all the same
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private readonly FtpClientOptions _options;
    private readonly FtpClientPoolOptions _pool;
    private readonly SessionLedger _ledger;
    private readonly SessionQueue _queue;
    private readonly ConcurrentDictionary<FtpClient, PooledSession> _sessions = new();
    private readonly SessionOpener _opener;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _isEmpty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _housekeeping;
    private int _isClosed;
    private int _barren;

    /// <summary>Makes a pool. It connects when the first session is rented.</summary>
    /// <param name="options">
    /// What each session needs to know. Its <see cref="FtpClientOptions.Timeline"/> is left out: a timeline tells of one session, see
    /// <see cref="FtpClientOptions.Timelines"/>.
    /// </param>
    /// <param name="poolOptions">How sessions are kept; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the options is out of its range.</exception>
    public FtpClientPool(FtpClientOptions options, FtpClientPoolOptions? poolOptions = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options with { Timeline = null };
        _pool = poolOptions ?? new FtpClientPoolOptions();
        if (!_pool.IsValid) throw new ArgumentOutOfRangeException(nameof(poolOptions), _pool, "A number is out of its range.");
        _ledger = options.Hosts.SessionsOf(options);
        _queue = new SessionQueue(_pool, _ledger, options.TimeProvider);
        _opener = new SessionOpener(_options, _pool, _ledger, _queue);
        _housekeeping = options.TimeProvider.CreateTimer(
            static pool => ((FtpClientPool)pool!).Tidy(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sessions the pool has now, idle ones and rented ones.</summary>
    public int Sessions => _queue.Live;

    /// <summary>Sessions that nobody has rented.</summary>
    public int IdleSessions => _queue.Idle;

    /// <summary>How many sessions the server was seen to allow this login; null while it has refused none.</summary>
    public int? LearnedLimit => _ledger.Limit;

    /// <summary>How many sessions the pool has at most at present: the configured number, or fewer where the server allows fewer.</summary>
    public int SessionLimit => Math.Min(_pool.MaxSessions, _ledger.Limit ?? int.MaxValue);

    /// <summary>What the sessions are made with.</summary>
    internal FtpClientOptions Options => _options;

    /// <summary>Whether the server has taken a session of this pool so far.</summary>
    internal bool HasLoggedIn => _ledger.HasLoggedIn;

    private TimeProvider Time => _options.TimeProvider;

    /// <summary>Rents a session: an idle one, or a new one, or the next that comes back.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FtpAuthenticationException">The login was refused, now or before; see <see cref="ForgetRefusal"/>.</exception>
    /// <exception cref="FtpConnectionException">No connection, or no session within <see cref="FtpClientPoolOptions.WaitLimit"/>.</exception>
    /// <exception cref="FtpTlsException">The connection could not be secured; no credential was sent.</exception>
    /// <exception cref="FtpReplyException">The working directory of the pool was refused.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public async ValueTask<FtpClientLease> RentAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed == 1, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        using var limit = new Deadline(_pool.WaitLimit, Time, either.Token);
        try
        {
            return await RentInTurnAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_isClosed == 1, this);
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"No session became free within {_pool.WaitLimit.TotalSeconds:0.#} s; the limit is {SessionLimit}.",
                "Others are at work on all of them. Try again, or allow more sessions if the server does.");
        }
    }

    /// <summary>
    /// Lets a refused login be tried once more. Call it when something has changed that may make the difference: the account was
    /// unlocked, the server's clock corrected. For another password make another pool.
    /// </summary>
    public void ForgetRefusal() => _ledger.Pardon();

    /// <summary>
    /// Closes every session with a goodbye (QUIT). Rented ones are waited for, at most <see cref="FtpClientPoolOptions.ClosingLimit"/>,
    /// then cut off. Renters that wait get an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _housekeeping.DisposeAsync().ConfigureAwait(false);
        foreach (var session in _queue.Shut()) _ = CloseAsync(session);
        if (_sessions.IsEmpty) _isEmpty.TrySetResult();
        try
        {
            await _isEmpty.Task.WaitAsync(_pool.ClosingLimit, Time).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            _options.Logger.SessionsCutOff(_options.Host, _sessions.Count, e.Message);
            foreach (var client in _sessions.Keys) await client.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }

    ValueTask<FtpClientLease> ISessionSource.RentAsync(CancellationToken cancellationToken) => RentAsync(cancellationToken);

    Task ISessionSource.TakeBack(FtpClient client, bool isDiscarded)
    {
        var session = _sessions[client];
        if (isDiscarded || !client.IsReady || IsWorn(client) || !_queue.TryReturn(session)) return CloseAsync(session);
        Tidy();
        return Task.CompletedTask;
    }

    // A server that has forgotten the TLS session of a control connection refuses all its data connections; a new login helps. Where it
    // refuses those of new sessions too, new ones would not.
    private bool IsWorn(FtpClient client)
    {
        if (client.Session.HasCarried) Volatile.Write(ref _barren, 0);
        if (!client.Session.IsDataRefused) return false;
        return client.Session.HasCarried || Interlocked.Increment(ref _barren) <= MostBarren;
    }

    private async ValueTask<FtpClientLease> RentInTurnAsync(CancellationToken cancellationToken)
    {
        var ticket = _queue.NextTicket();
        while (true)
        {
            _ledger.ThrowIfRefused();
            var entering = _queue.EnterAsync(ticket, cancellationToken);
            if (!entering.IsCompleted) Tidy();
            if (await entering.ConfigureAwait(false) is { } session)
            {
                if (await IsAliveAsync(session, cancellationToken).ConfigureAwait(false)) return new FtpClientLease(this, session.Client);
                _options.Logger.SessionReplaced(_options.Host);
                await BuryAsync(session).ConfigureAwait(false);
            }

            if (await _opener.OpenAsync(cancellationToken).ConfigureAwait(false) is not { } client) continue;
            session = new PooledSession(client);
            _sessions[client] = session;
            if (_isClosed == 0) return new FtpClientLease(this, client);
            await CloseAsync(session).ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(FtpClientPool));
        }
    }

    private async ValueTask<bool> IsAliveAsync(PooledSession session, CancellationToken cancellationToken)
    {
        if (!session.Client.IsReady) return false;
        if (_pool.PingAfter == Timeout.InfiniteTimeSpan || Time.GetElapsedTime(session.IdleSince) < _pool.PingAfter) return true;
        using var limit = new Deadline(PingLimit, Time, cancellationToken);
        try
        {
            await session.Client.PingAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CloseAsync(session).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException)
        {
            _options.Logger.SessionEnded(_options.Host, e.Message);
            return false;
        }
    }

    // The renter that found the session dead opens the one that takes its place, without queueing again.
    private async ValueTask BuryAsync(PooledSession session)
    {
        await session.Client.DisposeAsync().ConfigureAwait(false);
        Forget(session);
        _queue.ExchangeForPermit();
    }

    private async Task CloseAsync(PooledSession session)
    {
        var client = session.Client;
        try
        {
            using var limit = new CancellationTokenSource(FarewellLimit, Time);
            if (client.IsReady) await client.QuitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _options.Logger.SessionEnded(_options.Host, e.Message); // it is closed without a goodbye
        }
        finally
        {
            await client.DisposeAsync().ConfigureAwait(false);
            _queue.Close();
            Forget(session);
        }
    }

    private void Forget(PooledSession session)
    {
        _sessions.TryRemove(session.Client, out _);
        if (_isClosed == 1 && _sessions.IsEmpty) _isEmpty.TrySetResult();
    }

    private void Tidy()
    {
        var (expired, next) = _queue.Tidy();
        foreach (var session in expired) _ = CloseAsync(session);
        _housekeeping.Change(next, Timeout.InfiniteTimeSpan);
    }
}
