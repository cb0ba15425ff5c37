using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>Asks for a file's size in bytes, as TYPE I transfers it (SIZE, RFC 3659 section 4).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The size, or null when the server does not tell: no such file, a directory, or no SIZE.</returns>
    public async Task<long?> GetSizeAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        var reply = await ExecuteAsync(new FtpCommand("SIZE", path), cancellationToken).ConfigureAwait(false);
        return reply.Code == 213 && long.TryParse(reply.Message.AsSpan().Trim(), out var size) && size >= 0 ? size : null;
    }

    /// <summary>Asks for a file's time of last change in UTC (MDTM, RFC 3659 section 3).</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The time, or null when the server does not tell.</returns>
    public async Task<FtpTimestamp?> GetModifiedAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        var reply = await ExecuteAsync(new FtpCommand("MDTM", path), cancellationToken).ConfigureAwait(false);
        return reply.Code == 213 && FtpTimestamp.TryParse(reply.Message.AsSpan().Trim(), out var time) ? time : null;
    }

    /// <summary>Sets a file's time of last change (MFMT, draft-somers-ftp-mfxx), to the second.</summary>
    /// <param name="path">The file.</param>
    /// <param name="modified">The time.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>False if the server has no MFMT or refused it.</returns>
    public async Task<bool> SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Features.Mfmt) return false;
        var time = FtpTimestamp.FromUtc(modified) with { Precision = FtpTimePrecision.Second };
        var command = new FtpCommand("MFMT", $"{time.Format()} {path}");
        return (await ExecuteAsync(command, cancellationToken).ConfigureAwait(false)).IsCompleted;
    }
}
