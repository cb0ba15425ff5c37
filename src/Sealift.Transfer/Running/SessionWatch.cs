using Sealift.Client;
using Sealift.Tls;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>Watches what the servers of a run allow, and which TLS its sessions speak.</summary>
internal sealed class SessionWatch(TransferSide source, TransferSide target, TransferRunOptions options, EventFeed feed)
{
    private readonly SiteHold? _source = source.Pool is { } pool ? new SiteHold(pool, source.Name, options, feed) : null;
    private readonly SiteHold? _target = target.Pool is { } other && !ReferenceEquals(other, source.Pool) ? new SiteHold(other, target.Name, options, feed) : null;
    private int _sourceLimit = int.MaxValue;
    private int _targetLimit = int.MaxValue;
    private volatile bool _speaksTls13;

    /// <summary>Whether a session spoke TLS 1.3.</summary>
    public bool SpeaksTls13 => _speaksTls13;

    /// <summary>Whether a server is away at this moment.</summary>
    public bool IsAnyAway => _source is { IsAway: true } || _target is { IsAway: true };

    /// <summary>Why a server is not waited for any more; null while there is none.</summary>
    public FtpConnectionException? GivenUp => _source?.GivenUp ?? _target?.GivenUp;

    /// <summary>What waits for the server of these sessions.</summary>
    public SiteHold HoldOf(FtpClientPool pool) => ReferenceEquals(pool, source.Pool) ? _source! : _target!;

    /// <summary>A session does work.</summary>
    public void See(FtpClient client)
    {
        if (!_speaksTls13 && client.Tls?.Version == TlsVersion.Tls13) _speaksTls13 = true;
    }

    /// <summary>Tells when a server turned out to allow another number of sessions.</summary>
    public async ValueTask TellAsync(EventFeed feed)
    {
        if (HasChanged(source.Pool, ref _sourceLimit) is { } first) await feed.WriteAsync(new SessionsChanged(source.Name, first)).ConfigureAwait(false);
        if (!ReferenceEquals(source.Pool, target.Pool) && HasChanged(target.Pool, ref _targetLimit) is { } second)
            await feed.WriteAsync(new SessionsChanged(target.Name, second)).ConfigureAwait(false);
    }

    private static int? HasChanged(FtpClientPool? pool, ref int known)
    {
        if (pool?.LearnedLimit is not { } limit) return null;
        return Interlocked.Exchange(ref known, limit) == limit ? null : limit;
    }
}
