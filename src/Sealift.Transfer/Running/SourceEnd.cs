using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>Where one worker reads files. Paths are those of the store.</summary>
internal abstract class SourceEnd : IAsyncDisposable
{
    /// <summary>Whether a checksum is the source's own word, and not computed from bytes that were brought here.</summary>
    public virtual bool ComputesItself => false;

    /// <summary>Whether the end of the data of the file read last was proven, whatever became of the word for it.</summary>
    public virtual bool IsEndProven => false;

    /// <summary>Another end of the same kind, with a session of its own, for a segment.</summary>
    public abstract SourceEnd Another();

    /// <summary>Waits for the session that it works on, where it works on one.</summary>
    public virtual ValueTask ReadyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Whether a file can be read from any offset on.</summary>
    public abstract ValueTask<bool> CanBeginAnywhereAsync(CancellationToken cancellationToken);

    /// <summary>Opens a file. Its end is proven when a read returns 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="entry">What is known of it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public abstract ValueTask<Stream> OpenAsync(FtpPath path, long offset, FtpEntry entry, CancellationToken cancellationToken);

    /// <summary>Looks at a file anew; null if it is not there.</summary>
    public abstract ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken);

    /// <summary>Looks at a file that was just read to its end, as far as that tells more than its bytes did; null if it is gone.</summary>
    public abstract ValueTask<FtpEntry?> FindAfterAsync(FtpPath path, FtpEntry before, CancellationToken cancellationToken);

    /// <summary>The checksum of a file; null where there is none to be had without transferring the file.</summary>
    public abstract ValueTask<FtpChecksum?> HashAsync(FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken);

    /// <summary>The strongest checksum that the source computes itself; null for none.</summary>
    public abstract ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken);

    public abstract ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken);

    /// <summary>Gives back what it holds: there is nothing to do for the moment.</summary>
    public abstract ValueTask RestAsync();

    public virtual ValueTask DisposeAsync() => RestAsync();
}
