namespace Sealift.Core.Stores;

/// <summary>
/// A tree of files: the local disk, an FTP server, memory. The one seam of the suite: a server serves a store, a transfer
/// copies between two.
/// </summary>
/// <remarks>
/// Every member throws only <see cref="FileStoreException"/> for what the store refuses, <see cref="FtpException"/> where the
/// store is a session, and <see cref="OperationCanceledException"/>. Members may be called in parallel.
/// </remarks>
public interface IFileStore
{
    /// <summary>Describes one entry.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entry, or <see langword="null"/> when there is none.</returns>
    ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default);

    /// <summary>Lists a directory, one entry at a time, in no particular order, without "." and "..".</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, CancellationToken cancellationToken = default);

    /// <summary>Opens a file to read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where to start, in bytes from the beginning: zero to the length of the file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default);

    /// <summary>Opens a file to write. What is not completed did not happen: see <see cref="FileWriteStream.CompleteAsync"/>.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="options">Whether to replace, create, append or resume.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default);

    /// <summary>Makes a directory; one that exists is a success.</summary>
    /// <param name="path">The directory; its parent must exist.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default);

    /// <summary>Renames a file or a directory. A file takes the place of a file; a directory is never replaced.</summary>
    /// <param name="source">What to move.</param>
    /// <param name="target">Its new path; the directory of it must exist.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default);

    /// <summary>Deletes a file, a link (not what it points to) or an empty directory; what is absent is a success.</summary>
    /// <param name="path">What to delete.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default);

    /// <summary>Sets the time of the last change.</summary>
    /// <param name="path">A file or a directory.</param>
    /// <param name="modified">The time, to the precision the store has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default);
}
