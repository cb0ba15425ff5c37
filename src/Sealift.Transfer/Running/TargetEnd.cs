using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>Where one worker writes files. Paths are those of the store.</summary>
internal abstract class TargetEnd : IAsyncDisposable
{
    /// <summary>Another end of the same kind, with a session of its own, for a segment.</summary>
    public abstract TargetEnd Another();

    /// <summary>Waits for the session that it works on, where it works on one.</summary>
    public virtual ValueTask ReadyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Whether several can write into one file at different places.</summary>
    public virtual bool TakesSegments => false;

    /// <summary>Whether files can be joined to one where they are.</summary>
    public virtual ValueTask<bool> CanJoinAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Opens the unfinished file at a place; see <see cref="TakesSegments"/>.</summary>
    public virtual ValueTask<FileWriteStream> OpenAtAsync(FtpPath part, long offset, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Joins files in their order to one that is not there yet; they are gone afterwards. See <see cref="CanJoinAsync"/>.</summary>
    public virtual ValueTask JoinAsync(FtpPath whole, IReadOnlyList<FtpPath> pieces, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Opens the unfinished file, which is made where the offset is 0 and cut there otherwise.</summary>
    public abstract ValueTask<FileWriteStream> OpenAsync(FtpPath part, long offset, CancellationToken cancellationToken);

    /// <summary>Opens the unfinished file to read it.</summary>
    public abstract ValueTask<Stream> OpenReadAsync(FtpPath part, long offset, CancellationToken cancellationToken);

    /// <summary>The size of a file; null if it is not there or its size is not told.</summary>
    public abstract ValueTask<long?> FindSizeAsync(FtpPath path, CancellationToken cancellationToken);

    /// <summary>Gives a complete part the time and the permissions that the target shall have, and says its size, if that is told.</summary>
    public abstract ValueTask<long?> SealAsync(FtpPath part, FtpPath target, FtpEntry source, CancellationToken cancellationToken);

    /// <summary>The checksum of a file; null where there is none to be had.</summary>
    public abstract ValueTask<FtpChecksum?> HashAsync(FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken);

    /// <summary>The strongest checksum that the target computes; null for none.</summary>
    public abstract ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken);

    /// <summary>Gives the part the target's name, in place of what has it.</summary>
    public abstract ValueTask PublishAsync(FtpPath part, FtpPath target, CancellationToken cancellationToken);

    /// <summary>After a name was given though an answer was lost: removes the old content, if it had to step aside for it.</summary>
    public virtual ValueTask TidyAsync(FtpPath target, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public abstract ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken);

    public abstract ValueTask DeleteDirectoryAsync(FtpPath path, CancellationToken cancellationToken);

    public abstract ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken);

    public abstract ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken);

    /// <summary>Sets a time as far as the target can: what does not take times is no failure.</summary>
    public abstract ValueTask KeepTimeAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken);

    /// <summary>Gives back what it holds: there is nothing to do for the moment.</summary>
    public abstract ValueTask RestAsync();

    public virtual ValueTask DisposeAsync() => RestAsync();
}
