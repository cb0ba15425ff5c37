using System.Runtime.CompilerServices;
using Sealift.Client.Pooling;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Client;

/// <summary>
/// A server's files as a store. Each operation takes a session: a listing that is being enumerated and a stream that is open hold
/// theirs until they are disposed. Over a pool several operations run at once; over one session they wait for each other.
/// </summary>
/// <remarks>
/// A replaced file is written under a temporary name in the same directory, which ends in <c>.sealift-part</c>, and then
/// renamed, so that the target holds the old or the new content and never a mix.
/// </remarks>
public sealed class FtpFileStore : IFileStore, IChecksumStore, ILinkStore, IAsyncDisposable
{
    private readonly ISessionSource _sessions;
    private readonly bool _isOwner;

    /// <summary>Makes a store of a session, which it then owns.</summary>
    /// <param name="client">The session.</param>
    public FtpFileStore(FtpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _sessions = new SingleSession(client);
        _isOwner = true;
    }

    /// <summary>Makes a store of a pool: as many operations run at once as the pool has sessions, and broken ones are replaced.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="leaveOpen">Whether the pool stays open when the store is disposed. Default false: the store owns it.</param>
    public FtpFileStore(FtpClientPool pool, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _sessions = pool;
        _isOwner = !leaveOpen;
    }

    /// <inheritdoc/>
    public async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await WithSessionAsync(path, client => client.FindAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var lease = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var entries = lease.Client.ListAsync(directory, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (entries.ConfigureAwait(false))
            {
                while (await NextAsync(lease.Client, entries, directory, cancellationToken).ConfigureAwait(false))
                    yield return entries.Current;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return await OpenAsync(
            path,
            async lease => new LeasedReadStream(
                await lease.Client.OpenReadAsync(path, offset, cancellationToken).ConfigureAwait(false), lease),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<FileWriteStream> OpenWriteAsync(
        FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return await OpenAsync(path, lease => OpenWriteAsync(lease, path, options, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await WithSessionAsync(path, client => client.CreateDirectoryAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) =>
        await WithSessionAsync(
            source,
            async client =>
            {
                await client.RenameAsync(source, target, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) =>
        await WithSessionAsync(
            path,
            async client =>
            {
                var entry = await client.FindAsync(path, cancellationToken).ConfigureAwait(false);
                return entry is { Kind: FtpEntryKind.Directory }
                    ? await client.DeleteDirectoryAsync(path, cancellationToken).ConfigureAwait(false)
                    : entry is not null && await client.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        var isSet = await WithSessionAsync(
            path, client => client.SetModifiedAsync(path, modified, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!isSet) throw new FileStoreException(FileStoreError.Other, path, "the server does not set file times (MFMT)");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FtpHashAlgorithm>> ListAlgorithmsAsync(CancellationToken cancellationToken = default)
    {
        var lease = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false)) return lease.Client.Features.HashAlgorithms;
    }

    /// <inheritdoc/>
    public async ValueTask<FtpChecksum?> ComputeChecksumAsync(
        FtpPath path, FtpHashAlgorithm? algorithm = null, FtpByteRange? range = null, CancellationToken cancellationToken = default) =>
        await WithSessionAsync(path, client => client.HashAsync(path, range, algorithm, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a link with SITE SYMLINK, which ProFTPD has.</summary>
    /// <inheritdoc/>
    public async ValueTask CreateLinkAsync(FtpPath link, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(link);

        // The command would resolve the target's words itself, and knows no quotes: only what it takes as it is can be asked for.
        if (!LinkTarget.TryResolve(link, target, out _) || !FtpPath.TryParse(target, out var words) || words.ToString() != target
            || target.Contains(' ') || link.ToString().Contains(' '))
        {
            throw new FileStoreException(FileStoreError.NameNotValid, link, "the server cannot be told to make such a link (SITE SYMLINK)");
        }

        await WithSessionAsync(
            link,
            async client =>
            {
                await client.CreateLinkAsync(link, words, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the session, or the pool, unless that was to stay open.</summary>
    public ValueTask DisposeAsync() => _isOwner ? _sessions.DisposeAsync() : ValueTask.CompletedTask;

    private static FtpPath PartOf(FtpPath path) =>
        TemporaryName.Beside(path) ?? throw new FileStoreException(FileStoreError.IsADirectory, path);

    private static async Task<FileWriteStream> OpenWriteAsync(
        FtpClientLease lease, FtpPath path, FileWriteOptions options, CancellationToken cancellationToken)
    {
        if (options.Mode == FileWriteMode.CreateNew
            && await lease.Client.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new FileStoreException(FileStoreError.AlreadyExists, path);
        }

        var isWhole = options.Mode is FileWriteMode.Replace or FileWriteMode.CreateNew;
        var written = isWhole && lease.Client.Profile.Profile.AllowsTemporaryNames ? PartOf(path) : path;
        var mode = options.Mode switch
        {
            FileWriteMode.Append => FtpWriteMode.Append,
            FileWriteMode.Resume => FtpWriteMode.Resume,
            _ => FtpWriteMode.Replace,
        };
        var stream = await lease.Client.OpenWriteAsync(written, mode, options.Offset, cancellationToken).ConfigureAwait(false);
        return new LeasedWriteStream(lease, stream, written != path ? (written, path) : null);
    }

    // The stream that is opened keeps the lease; a failure gives it back.
    private async ValueTask<T> OpenAsync<T>(FtpPath path, Func<FtpClientLease, Task<T>> open, CancellationToken cancellationToken)
    {
        var lease = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        var isOpen = false;
        try
        {
            var stream = await open(lease).ConfigureAwait(false);
            isOpen = true;
            return stream;
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAsync(lease.Client, e, path, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isOpen) await lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<T> WithSessionAsync<T>(FtpPath path, Func<FtpClient, Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        var lease = await _sessions.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                return await act(lease.Client).ConfigureAwait(false);
            }
            catch (FtpReplyException e)
            {
                throw await ExplainAsync(lease.Client, e, path, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<bool> NextAsync(
        FtpClient client, IAsyncEnumerator<FtpEntry> entries, FtpPath directory, CancellationToken cancellationToken)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            throw await ExplainAsync(client, e, directory, cancellationToken).ConfigureAwait(false);
        }
    }

    // RFC 959 section 5.4 gives 550 to many causes; whether the path is there tells two of them apart.
    private static async ValueTask<Exception> ExplainAsync(
        FtpClient client, FtpReplyException refusal, FtpPath path, CancellationToken cancellationToken)
    {
        var error = refusal.Reply.Code switch
        {
            452 or 552 => FileStoreError.NoSpace,
            553 => FileStoreError.NameNotValid,
            450 or 550 => await client.FindAsync(path, cancellationToken).ConfigureAwait(false) is null
                ? FileStoreError.NotFound
                : FileStoreError.NotPermitted,
            _ => FileStoreError.Other,
        };
        return new FileStoreException(error, path, refusal.Message, refusal);
    }
}
