using Sealift.Core;

namespace Sealift.Transfer.Journals;

/// <summary>
/// What a run remembers of each file, so that another run can go on after any crash. A file is done, pending or failed, exactly once.
/// </summary>
/// <remarks>Members may be called in parallel for different files. What a completed call wrote survives the end of the process.</remarks>
public interface ITransferJournal
{
    /// <summary>What earlier runs left of a file; null where they left nothing.</summary>
    /// <param name="path">The path in the target, relative to the root of that side.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<FileRecord?> FindAsync(FtpPath path, CancellationToken cancellationToken = default);

    /// <summary>Remembers a file, in place of what was remembered of it. Called before the first byte is written.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteAsync(FileRecord record, CancellationToken cancellationToken = default);

    /// <summary>The files with unfinished parts, which earlier runs left.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<FileRecord> UnfinishedAsync(CancellationToken cancellationToken = default);
}
