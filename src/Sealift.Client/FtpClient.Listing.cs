using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;

namespace Sealift.Client;

public sealed partial class FtpClient
{
    /// <summary>Lists a directory, entry by entry as it arrives: MLSD (RFC 3659 section 7) where the server has it, else LIST.</summary>
    /// <param name="directory">The directory; <see cref="FtpPath.Home"/> is the one the login leads to.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <remarks>The enumeration ends normally only if the listing is proven complete; a cut one is an exception.</remarks>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var format = Features.Mlst ? ListingFormat.Mlsd : ListingFormat.List;
        var verb = Features.Mlst ? "MLSD" : "LIST";
        var isHome = directory is { IsTop: true, IsAbsolute: false };
        var command = isHome ? new FtpCommand(verb) : new FtpCommand(verb, directory);
        var stream = await OpenAsync(command, offset: 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ListingReader(Options.ListingLimits, Options.TimeProvider, Options.TextEncoding) { Directory = directory };
            await foreach (var entry in reader.ReadAsync(stream, format, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Describes one path: MLST where the server has it, else by looking at its directory.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the wait; the session is then dead.</param>
    /// <returns>The entry, or null when there is none.</returns>
    public async Task<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await new EntryFinder(this, Connection).FindAsync(path, cancellationToken).ConfigureAwait(false);
    }
}
