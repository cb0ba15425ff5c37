using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Server.Users;

/// <summary>
/// The store of a user as one session sees it: what the user has no right to is refused here, whichever command asks, and what changes the size of
/// files is counted for the quota.
/// </summary>
internal sealed class UserStore(IFileStore inner, FtpRights rights, QuotaUse? quota)
    : IFileStore, IFreeSpaceStore, IPermissionStore, ICreationTimeStore
{
    private readonly OwnPaths _own = new();

    public bool HasPermissions => inner is IPermissionStore { HasPermissions: true };

    public bool HasCreationTimes => inner is ICreationTimeStore { HasCreationTimes: true };

    /// <summary>Whether this session uploaded or made it.</summary>
    public bool IsOwn(FtpPath path) => _own.Contains(path);

    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.List, directory);
        return inner.ListAsync(directory, cancellationToken);
    }

    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.Read, path);
        return inner.OpenReadAsync(path, offset, cancellationToken);
    }

    public async ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.Write, path);
        var there = await inner.FindAsync(path, cancellationToken).ConfigureAwait(false);
        if (there is not null) DemandChange(path);

        // A file that appears meanwhile belongs to somebody else.
        var isNew = there is null && !Has(FtpRights.Overwrite) && options.Mode is FileWriteMode.Replace or FileWriteMode.Append;
        var opened = isNew ? FileWriteOptions.CreateNew : options;
        if (quota is not null) await quota.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await inner.OpenWriteAsync(path, opened, cancellationToken).ConfigureAwait(false);
            return new UserWriteStream(inner, file, path, opened, there?.Size ?? 0, quota, () => _own.Add(path));
        }
        catch
        {
            quota?.End();
            throw;
        }
    }

    public async ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.Write, path);
        await inner.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
        _own.Add(path);
    }

    public async ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.Write, target);
        if (!_own.Contains(source)) Demand(FtpRights.Delete, source);
        var replaced = source == target ? null : await inner.FindAsync(target, cancellationToken).ConfigureAwait(false);
        if (replaced is not null) DemandChange(target);
        await CountedAsync(replaced, () => inner.MoveAsync(source, target, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!_own.Contains(source)) return;
        _own.Remove(source);
        _own.Add(target);
    }

    public async ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        Demand(FtpRights.Delete, path);
        var deleted = quota is null ? null : await inner.FindAsync(path, cancellationToken).ConfigureAwait(false);
        await CountedAsync(deleted, () => inner.DeleteAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);
        _own.Remove(path);
    }

    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default)
    {
        DemandChange(path);
        return inner.SetModifiedAsync(path, modified, cancellationToken);
    }

    public ValueTask SetPermissionsAsync(FtpPath path, int mode, CancellationToken cancellationToken = default)
    {
        DemandChange(path);
        return inner is IPermissionStore store
            ? store.SetPermissionsAsync(path, mode, cancellationToken)
            : throw new FileStoreException(FileStoreError.NotPermitted, path);
    }

    public ValueTask SetCreatedAsync(FtpPath path, DateTimeOffset created, CancellationToken cancellationToken = default)
    {
        DemandChange(path);
        return inner is ICreationTimeStore store
            ? store.SetCreatedAsync(path, created, cancellationToken)
            : throw new FileStoreException(FileStoreError.NotPermitted, path);
    }

    public async ValueTask<long?> FindFreeSpaceAsync(FtpPath directory, CancellationToken cancellationToken = default)
    {
        var free = inner is IFreeSpaceStore store ? await store.FindFreeSpaceAsync(directory, cancellationToken).ConfigureAwait(false) : null;
        if (quota is null) return free;
        await quota.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return free < quota.Left ? free : quota.Left;
        }
        finally
        {
            quota.End();
        }
    }

    private bool Has(FtpRights wanted) => (rights & wanted) == wanted;

    private void Demand(FtpRights wanted, FtpPath path)
    {
        if (!Has(wanted)) throw new FileStoreException(FileStoreError.NotPermitted, path, $"the user has no right to {wanted}");
    }

    private void DemandChange(FtpPath path)
    {
        Demand(FtpRights.Write, path);
        if (!_own.Contains(path)) Demand(FtpRights.Overwrite, path);
    }

    // A link that goes frees nothing: what it leads to stays.
    private async ValueTask CountedAsync(FtpEntry? going, Func<ValueTask> change, CancellationToken cancellationToken)
    {
        if (quota is null)
        {
            await change().ConfigureAwait(false);
            return;
        }

        await quota.BeginAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
            if (going is { Kind: FtpEntryKind.File, LinkTarget: null, Size: { } size }) quota.Give(size);
        }
        finally
        {
            quota.End();
        }
    }
}
