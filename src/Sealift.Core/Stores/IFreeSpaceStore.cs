namespace Sealift.Core.Stores;

/// <summary>A store that knows how much more it can hold. Others do without this interface.</summary>
public interface IFreeSpaceStore
{
    /// <summary>The bytes that can still be written.</summary>
    /// <param name="directory">The directory they would be written to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Zero or more; <see langword="null"/> when it cannot be known.</returns>
    /// <exception cref="FileStoreException">There is no such directory.</exception>
    ValueTask<long?> FindFreeSpaceAsync(FtpPath directory, CancellationToken cancellationToken = default);
}
