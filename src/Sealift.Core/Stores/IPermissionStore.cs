namespace Sealift.Core.Stores;

/// <summary>A store whose files and directories have permissions that can be set. A store that has none does without this interface.</summary>
public interface IPermissionStore
{
    /// <summary>Whether permissions can be set here: Windows has others.</summary>
    bool HasPermissions { get; }

    /// <summary>Sets the permissions.</summary>
    /// <param name="path">A file or a directory; of a link, what it leads to.</param>
    /// <param name="mode">The nine bits of Unix, 0 to 511 (octal 777).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FileStoreException">There is nothing there, or it may not be changed.</exception>
    ValueTask SetPermissionsAsync(FtpPath path, int mode, CancellationToken cancellationToken = default);
}
