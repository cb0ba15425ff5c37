using Sealift.Client;

namespace Sealift.Transfer.Running;

/// <summary>The session of one worker: rented when it is needed, kept from file to file, given back when there is nothing to do.</summary>
internal sealed class RentedSession(FtpClientPool pool, SessionWatch watch)
{
    private FtpClientLease? _lease;

    /// <summary>The session; another one if the last one broke. Where the server refused its last data connection, the pool decides.</summary>
    public async ValueTask<FtpClient> GetAsync(CancellationToken cancellationToken)
    {
        if (_lease is { } lease)
        {
            if (lease.Client.IsReady && !lease.Client.Session.IsDataRefused) return lease.Client;
            await RestAsync().ConfigureAwait(false);
        }

        _lease = await watch.HoldOf(pool).RentAsync(cancellationToken).ConfigureAwait(false);
        watch.See(_lease.Client);
        return _lease.Client;
    }

    public async ValueTask RestAsync()
    {
        if (_lease is not { } lease) return;
        _lease = null;
        lease.Client.DropAhead();
        await lease.DisposeAsync().ConfigureAwait(false);
    }
}
