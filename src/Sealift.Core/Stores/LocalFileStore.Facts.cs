namespace Sealift.Core.Stores;

/// <summary>What a local disk has beyond the eight members of a store.</summary>
public sealed partial class LocalFileStore : IPermissionStore, ICreationTimeStore, IFreeSpaceStore
{
    /// <summary>Whether permissions can be set: not on Windows.</summary>
    public bool HasPermissions => !OperatingSystem.IsWindows();

    /// <summary>Whether the time of creation can be set: on Windows only. On Linux the same call would set the time of change.</summary>
    public bool HasCreationTimes => OperatingSystem.IsWindows();

    /// <inheritdoc/>
    public ValueTask SetPermissionsAsync(FtpPath path, int mode, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mode, 0x1FF);
        return Run(path, () =>
        {
            using var place = LocalPlace.Itself(Existing(path), path);
            if (OperatingSystem.IsWindows())
                throw new FileStoreException(FileStoreError.NotPermitted, path, "this system has no such permissions");
            File.SetUnixFileMode(place.Usable, (UnixFileMode)mode);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetCreatedAsync(FtpPath path, DateTimeOffset created, CancellationToken cancellationToken = default) =>
        Run(path, () =>
        {
            var place = Existing(path);
            if (!HasCreationTimes)
                throw new FileStoreException(FileStoreError.NotPermitted, path, "this system keeps the time of creation to itself");
            File.SetCreationTimeUtc(place, created.UtcDateTime);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> FindFreeSpaceAsync(FtpPath directory, CancellationToken cancellationToken = default) =>
        Run<long?>(directory, () =>
        {
            var place = _paths.Resolve(directory, followLast: true);
            RequireDirectory(place, directory);
            return new DriveInfo(place).AvailableFreeSpace;
        }, cancellationToken);

    // Links are followed here and their end is looked at again as a link: the last one must not be one that was put there meanwhile.
    private string Existing(FtpPath path)
    {
        var place = _paths.Resolve(path, followLast: true);
        return LocalEntry.KindOf(place) switch
        {
            null => throw new FileStoreException(FileStoreError.NotFound, path),
            FtpEntryKind.Link => throw new FileStoreException(FileStoreError.NotPermitted, path),
            _ => place,
        };
    }
}
