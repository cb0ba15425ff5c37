namespace Sealift.Core.Stores;

/// <summary>A store that keeps the time at which a file was made, and lets it be set. Others do without this interface.</summary>
public interface ICreationTimeStore
{
    /// <summary>Whether the time can be set here: Linux keeps it to itself.</summary>
    bool HasCreationTimes { get; }

    /// <summary>Sets the time of creation.</summary>
    /// <param name="path">A file or a directory.</param>
    /// <param name="created">The time, to the precision the store has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FileStoreException">There is nothing there, or it may not be changed.</exception>
    ValueTask SetCreatedAsync(FtpPath path, DateTimeOffset created, CancellationToken cancellationToken = default);
}
