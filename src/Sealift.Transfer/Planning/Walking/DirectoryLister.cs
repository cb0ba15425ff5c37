using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Lists the directories of one side, each to its proven end or not at all.</summary>
internal sealed class DirectoryLister(TransferSide side, TimeProvider time)
{
    private readonly PatientLook _look = new(side, time);

    /// <summary>Lists a directory. What ends all work, such as a server that is gone or a refused login, is thrown.</summary>
    /// <param name="path">Relative to the root of the side.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async ValueTask<DirectoryListing> ListAsync(FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await _look.AskAsync(token => ReadAsync(path, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (FtpConnectionException or FtpAuthenticationException)))
        {
            return new DirectoryListing([], Failure: e.Message);
        }
    }

    /// <summary>
    /// Whether a directory is there and empty indeed: servers answer the listing of what has vanished, or what they will not show, with
    /// nothing and 226.
    /// </summary>
    public async ValueTask<bool> IsEmptyAsync(FtpPath path, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await _look.AskAsync(token => side.Store.FindAsync(side.Root.Combine(path), token), cancellationToken).ConfigureAwait(false);
            if (entry is null or { Kind: FtpEntryKind.File }) return false;
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (FtpConnectionException or FtpAuthenticationException)))
        {
            return false;
        }

        return await ListAsync(path, cancellationToken).ConfigureAwait(false) is { Entries.Count: 0, Unreadable: 0, Failure: null };
    }

    private async ValueTask<DirectoryListing> ReadAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var entries = new List<FtpEntry>();
        var unreadable = 0;
        await foreach (var entry in side.Store.ListAsync(side.Root.Combine(path), cancellationToken).ConfigureAwait(false))
        {
            if (entry.Kind == FtpEntryKind.Unreadable) unreadable++;
            else if (entry.Kind is not (FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory)) entries.Add(entry);
        }

        entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new DirectoryListing(entries, unreadable);
    }
}
