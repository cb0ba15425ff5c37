using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Lists the directories of one side, each to its proven end or not at all.</summary>
internal sealed class DirectoryLister(TransferSide side, TimeProvider time)
{
    private const int MaxTries = 3;

    // A server that has listed something and is gone may be restarting: with these pauses about five minutes pass until it is given up.
    private const int MaxTriesOfTheGone = 9;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private bool _wasThere;

    /// <summary>Lists a directory. What ends all work, such as a server that is gone or a refused login, is thrown.</summary>
    /// <param name="path">Relative to the root of the side.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async ValueTask<DirectoryListing> ListAsync(FtpPath path, CancellationToken cancellationToken)
    {
        for (var trial = 1; ; trial++)
        {
            try
            {
                var listing = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
                _wasThere = true;
                return listing;
            }
            catch (Exception e) when (IsWorthRetrying(e) && trial < (_wasThere && e is FtpConnectionException ? MaxTriesOfTheGone : MaxTries))
            {
                var pause = FirstPause * Math.Pow(4, trial - 1);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is FileStoreException or (FtpException and not (FtpConnectionException or FtpAuthenticationException)))
            {
                return new DirectoryListing([], Failure: e.Message);
            }
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
            var entry = await side.Store.FindAsync(side.Root.Combine(path), cancellationToken).ConfigureAwait(false);
            if (entry is null or { Kind: FtpEntryKind.File }) return false;
        }
        catch (Exception e) when (e is FileStoreException or (FtpException and not (FtpConnectionException or FtpAuthenticationException)))
        {
            return false;
        }

        return await ListAsync(path, cancellationToken).ConfigureAwait(false) is { Entries.Count: 0, Unreadable: 0, Failure: null };
    }

    // RFC 4217 section 10: 522 says that the server did not find the TLS session, or that its handshake broke; the next one may do, as with files.
    private static bool IsWorthRetrying(Exception e) => e switch
    {
        FtpException { IsTransient: true } or FtpReplyException { Reply.Code: 522 } => true,
        FileStoreException { InnerException: FtpException cause } => IsWorthRetrying(cause), // a server's refusal in the words of a store
        _ => false,
    };

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
