using Sealift.Client.Listings;
using Sealift.Core;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    private Lister? _lister;

    /// <summary>Lists a directory, entry by entry as it arrives: MLSD (RFC 3659 section 7) where the server has it, else LIST, else NLST.</summary>
    /// <param name="directory">The directory; <see cref="FtpPath.Home"/> is the one the login leads to.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <remarks>
    /// The enumeration ends normally only if the listing is proven complete; a cut one is an exception. A line that cannot be read is an
    /// entry of <see cref="FtpEntryKind.Unreadable"/>: such a listing proves nothing about what is absent. Times of LIST are in UTC once
    /// the server's clock is known, which an earlier listing and one MDTM teach; until then they are in the unknown zone of the server.
    /// </remarks>
    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _lister ??= new Lister(this, Options);
        return _lister.ListAsync(directory, cancellationToken);
    }

    /// <summary>Describes one path: MLST where the server has it, else by looking at its directory.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The entry, or null when there is none.</returns>
    public async Task<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await new EntryFinder(this).FindAsync(path, cancellationToken).ConfigureAwait(false);
    }
}
