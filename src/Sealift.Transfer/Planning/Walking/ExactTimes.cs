using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Asks a server for the time of a file (MDTM, RFC 3659 section 3) where its listing states minutes, days, or no zone.</summary>
internal sealed class ExactTimes(TransferSide side, TimeProvider time)
{
    // A file from the future tells that the server's times are not in UTC (vsftpd with use_localtime).
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private volatile bool _isUseless;

    /// <summary>Whether there is anybody to ask.</summary>
    public bool CanAsk => side.Pool is not null && !_isUseless;

    /// <summary>The time to the second, in UTC; null where the server does not tell, or not in UTC.</summary>
    /// <param name="path">Relative to the root of the side.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<FtpTimestamp?> FindAsync(FtpPath path, CancellationToken cancellationToken)
    {
        if (!CanAsk) return null;
        var lease = await side.Pool!.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (!lease.Client.Features.Mdtm)
            {
                _isUseless = true;
                return null;
            }

            try
            {
                var found = await lease.Client.GetModifiedAsync(side.Root.Combine(path), cancellationToken).ConfigureAwait(false);
                if (found is not { } stated || stated.Value <= time.GetUtcNow().UtcDateTime + Tolerance) return found;
                _isUseless = true;
                return null;
            }
            catch (FtpReplyException)
            {
                return null;
            }
        }
    }
}
