using Sealift.Core.Wire;

namespace Sealift.Client.Pooling;

/// <summary>
/// What is known about one login at one server: how many sessions it has, how many it may have, and whether it was refused.
/// All pools that share a host memory share it.
/// </summary>
internal sealed class SessionLedger(TimeProvider timeProvider)
{
    // A limit that does not grow is asked about ever more rarely, up to this many times the first interval.
    private const int LargestPatience = 8;

    // A server may count a session for a moment after it has ended.
    private static readonly TimeSpan GhostTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _retryAt;
    private int _patience = 1;
    private int _claims;
    private int _live;
    private int? _limit;
    private long? _lastEnd;
    private (string User, FtpReply Reply)? _refusal;

    /// <summary>One login at a time while none is proven: a wrong password is tried once, not once a renter.</summary>
    public SemaphoreSlim FirstLogin { get; } = new(1, 1);

    /// <summary>How many sessions the server was seen to allow; null while it has refused none.</summary>
    public int? Limit
    {
        get { lock (_gate) return _limit; }
    }

    /// <summary>Sessions that are logged in.</summary>
    public int Live
    {
        get { lock (_gate) return _live; }
    }

    /// <summary>Whether the login is right beyond doubt: a session has it now, or had it a moment ago.</summary>
    public bool IsProven
    {
        get { lock (_gate) return _live > 0 || HasGhosts; }
    }

    /// <summary>Whether the server has taken a session at any time.</summary>
    public bool HasLoggedIn
    {
        get { lock (_gate) return _live > 0 || _lastEnd is not null; }
    }

    /// <summary>Whether a session ended so short a time ago that the server may still count it.</summary>
    public bool MayHaveGhosts
    {
        get { lock (_gate) return HasGhosts; }
    }

    private bool HasGhosts => _lastEnd is { } end && timeProvider.GetElapsedTime(end) < GhostTime;

    /// <summary>The time until the limit may be put to the test again; null when there is none.</summary>
    public TimeSpan? UntilRetry
    {
        get { lock (_gate) return _limit is null ? null : timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), _retryAt); }
    }

    /// <summary>Claims a session that is to be opened. Beyond the limit one is granted now and then, to see whether it still holds.</summary>
    /// <param name="isFirst">Whether the claimant has no session at all: then the limit does not keep it from asking.</param>
    public bool TryClaim(bool isFirst)
    {
        lock (_gate)
        {
            if (_limit is { } limit && _claims >= limit && !isFirst)
            {
                if (_claims > limit || timeProvider.GetTimestamp() < _retryAt) return false;
            }

            _claims++;
            return true;
        }
    }

    /// <summary>A claimed session could not be opened.</summary>
    public void Unclaim()
    {
        lock (_gate) _claims--;
    }

    /// <summary>A claimed session is logged in.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _live++;
            if (_limit is not { } limit || _live <= limit) return;

            // More than was thought possible. Where that was found out by trying again, the time for trying stays now.
            _limit = _live;
            _patience = 1;
        }
    }

    /// <summary>A session has ended.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _live--;
            _claims--;
            _lastEnd = timeProvider.GetTimestamp();
        }
    }

    /// <summary>The server took no further session: what is there now is what it allows.</summary>
    /// <param name="retryAfter">How long the limit is respected before it is put to the test; doubled each time it held.</param>
    /// <returns>The limit.</returns>
    public int Learn(TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var limit = Math.Max(1, _live);
            _patience = _limit == limit ? Math.Min(_patience * 2, LargestPatience) : 1;
            _limit = limit;
            _retryAt = timeProvider.GetTimestamp() + (long)(retryAfter.TotalSeconds * _patience * timeProvider.TimestampFrequency);
            return limit;
        }
    }

    /// <summary>Takes a limit from an earlier run for granted, until a session more succeeds; it is put to the test as any other.</summary>
    public void Presume(int limit)
    {
        lock (_gate) _limit ??= Math.Max(1, limit);
    }

    /// <summary>Remembers that the login itself was refused.</summary>
    public void Refuse(FtpAuthenticationException refusal)
    {
        lock (_gate) _refusal = (refusal.User, refusal.Reply);
    }

    /// <summary>Lets the login be tried once more.</summary>
    public void Pardon()
    {
        lock (_gate) _refusal = null;
    }

    /// <exception cref="FtpAuthenticationException">The login was refused before, and nothing has changed since.</exception>
    public void ThrowIfRefused()
    {
        lock (_gate)
        {
            if (_refusal is { } known) throw new FtpAuthenticationException(known.User, known.Reply);
        }
    }
}
