using Sealift.Client;

namespace Sealift.Cli.Queues;

/// <summary>
/// The sessions of jobs that are run one after the other. What a job leaves open, the next one goes on with if it has the same login: so 500 small jobs log in once, and
/// a login that was refused is not tried 500 times. What nobody goes on with is closed soon.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class JobSessions(TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long the sessions of a job are kept for the next one.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<Idle> _idle = [];
    private bool _isClosed;

    /// <summary>The sessions for a login: those that another job has left, or new ones.</summary>
    /// <param name="login">The login.</param>
    /// <param name="open">Makes new ones.</param>
    public async ValueTask<Held> TakeAsync(JobLogin login, Func<FtpClientPool> open)
    {
        FtpClientPool? found = null;
        List<Idle> others;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_idle.Find(idle => idle.Login == login) is { } kept && Remove(kept)) found = kept.Pool;

            // A server may count the sessions of a user: those that were made in another way make room.
            others = [.. _idle.Where(idle => idle.Login.Server == login.Server && idle.Login.Credential.User == login.Credential.User)];
            others.ForEach(other => Remove(other));
        }

        foreach (var other in others) await other.Pool.DisposeAsync();
        return new Held(this, login, found ?? open());
    }

    /// <summary>Closes what is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Idle> last;
        lock (_lock)
        {
            _isClosed = true;
            last = [.. _idle];
            last.ForEach(idle => Remove(idle));
        }

        foreach (var idle in last) await idle.Pool.DisposeAsync();
    }

    private async ValueTask TakeBackAsync(JobLogin login, FtpClientPool pool)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                var idle = new Idle(login, pool);
                idle.Timer = time.CreateTimer(_ => Expire(idle), null, Kept, Timeout.InfiniteTimeSpan);
                _idle.Add(idle);
                return;
            }
        }

        await pool.DisposeAsync();
    }

    private void Expire(Idle idle)
    {
        lock (_lock)
        {
            if (!Remove(idle)) return;
        }

        _ = idle.Pool.DisposeAsync().AsTask(); // each session says goodbye, with a limit of its own
    }

    private bool Remove(Idle idle)
    {
        if (!_idle.Remove(idle)) return false;
        idle.Timer?.Dispose();
        return true;
    }

    /// <summary>The right to use sessions, until it is disposed.</summary>
    internal sealed class Held(JobSessions owner, JobLogin login, FtpClientPool pool) : IAsyncDisposable
    {
        private int _isOver;

        public FtpClientPool Pool => pool;

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isOver, 1) == 0 ? owner.TakeBackAsync(login, pool) : ValueTask.CompletedTask;
    }

    private sealed class Idle(JobLogin login, FtpClientPool pool)
    {
        public JobLogin Login => login;

        public FtpClientPool Pool => pool;

        public ITimer? Timer { get; set; }
    }
}
