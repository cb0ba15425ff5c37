using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>
/// Asks a server for the times of files (MDTM, RFC 3659 section 3) where its listing states minutes, days, or no zone: many in one flight.
/// </summary>
internal sealed class TimeQuestions(TransferSide side, TimeProvider time)
{
    // As many as fit into one segment or two.
    private const int MaxInFlight = 50;

    // A file from the future tells that the server's times are not in UTC (vsftpd with use_localtime).
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly PatientLook _look = new(side, time);
    private volatile bool _isUseless = side.Pool is null;

    /// <summary>Whether a time can be asked for, and an answer would say more.</summary>
    public bool Helps(FtpTimestamp? stated) => !_isUseless && stated is not { IsUtc: true, Precision: >= FtpTimePrecision.Second };

    /// <summary>The times to the second, in UTC; null for those that the server does not tell, or not in UTC.</summary>
    /// <param name="paths">Relative to the root of the side.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<FtpTimestamp?[]> FindAsync(IReadOnlyList<FtpPath> paths, CancellationToken cancellationToken) =>
        paths.Count > 0 && !_isUseless && side.Pool is { } pool
            ? await _look.AskAsync(token => AskAsync(pool, paths, token), cancellationToken).ConfigureAwait(false)
            : new FtpTimestamp?[paths.Count];

    private async ValueTask<FtpTimestamp?[]> AskAsync(FtpClientPool pool, IReadOnlyList<FtpPath> paths, CancellationToken cancellationToken)
    {
        var times = new FtpTimestamp?[paths.Count];
        var lease = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (!lease.Client.Features.Mdtm) _isUseless = true;
            for (var start = 0; start < paths.Count && !_isUseless; start += MaxInFlight)
            {
                var commands = paths.Skip(start).Take(MaxInFlight).Select(path => new FtpCommand("MDTM", side.Root.Combine(path))).ToArray();
                var replies = await lease.Client.ExecuteFlightAsync(commands, cancellationToken: cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < replies.Count; i++) times[start + i] = Read(replies[i]);
            }
        }

        return _isUseless ? new FtpTimestamp?[paths.Count] : times;
    }

    private FtpTimestamp? Read(FtpReply reply)
    {
        if (reply.Code != 213 || !FtpTimestamp.TryParse(reply.Message.AsSpan().Trim(), out var stated)) return null;
        if (stated.Value > time.GetUtcNow().UtcDateTime + Tolerance) _isUseless = true;
        return stated;
    }
}
