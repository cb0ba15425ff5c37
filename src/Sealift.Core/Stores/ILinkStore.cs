namespace Sealift.Core.Stores;

/// <summary>What a store may do beside <see cref="IFileStore"/>: make symbolic links.</summary>
public interface ILinkStore
{
    /// <summary>Makes a symbolic link.</summary>
    /// <param name="link">Its path, which must not be there yet; its directory must exist.</param>
    /// <param name="target">
    /// Where it points, as the link will say it: relative to the directory of the link, with ".." where needed, and never out of the store.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FileStoreException">The target is absolute or leads out of the store, or the store refuses.</exception>
    ValueTask CreateLinkAsync(FtpPath link, string target, CancellationToken cancellationToken = default);
}
