using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Finds out what an entry is whose listing does not say it: a link's other end, a name without facts.</summary>
internal sealed class EntryResolver(TransferSide side, TimeProvider time)
{
    private readonly PatientLook _look = new(side, time);

    /// <summary>The file or directory that a path leads to, under the name of the entry; null where it leads to nothing that can be used.</summary>
    /// <param name="path">Relative to the root of the side.</param>
    /// <param name="entry">What was listed there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<FtpEntry?> ResolveAsync(FtpPath path, FtpEntry entry, CancellationToken cancellationToken) =>
        _look.AskAsync(token => LookAsync(path, entry, token), cancellationToken);

    /// <summary>A file that a listing may have left out because its name begins with a dot; null where there is none.</summary>
    public async ValueTask<FtpEntry?> FindHiddenAsync(FtpPath path, CancellationToken cancellationToken) => side.Pool is { } pool
        ? await _look.AskAsync(token => LookForHiddenAsync(pool, path, token), cancellationToken).ConfigureAwait(false)
        : null;

    private async ValueTask<FtpEntry?> LookAsync(FtpPath path, FtpEntry entry, CancellationToken cancellationToken)
    {
        var full = side.Root.Combine(path);
        if (side.Pool is not { } pool)
        {
            var found = await side.Store.FindAsync(full, cancellationToken).ConfigureAwait(false);
            return found is { Kind: FtpEntryKind.File or FtpEntryKind.Directory } ? found with { Name = entry.Name } : null;
        }

        // MLST and LIST may describe the link itself; SIZE and CWD follow it (RFC 3659 section 4, RFC 959 section 4.1.1).
        var lease = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (await lease.Client.GetSizeAsync(full, cancellationToken).ConfigureAwait(false) is { } size)
            {
                var modified = await lease.Client.GetModifiedAsync(full, cancellationToken).ConfigureAwait(false);
                return entry with { Kind = FtpEntryKind.File, Size = size, IsSizeApproximate = false, Modified = modified ?? entry.Modified };
            }

            return await lease.Client.IsDirectoryAsync(full, cancellationToken).ConfigureAwait(false)
                ? entry with { Kind = FtpEntryKind.Directory, Size = null }
                : null;
        }
    }

    private async ValueTask<FtpEntry?> LookForHiddenAsync(FtpClientPool pool, FtpPath path, CancellationToken cancellationToken)
    {
        var full = side.Root.Combine(path);
        var lease = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (lease.Client.Features.Mlst || await lease.Client.GetSizeAsync(full, cancellationToken).ConfigureAwait(false) is not { } size) return null;
            var modified = await lease.Client.GetModifiedAsync(full, cancellationToken).ConfigureAwait(false);
            return new FtpEntry { Name = path.Name, Kind = FtpEntryKind.File, Size = size, Modified = modified };
        }
    }
}
