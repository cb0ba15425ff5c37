using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>Writes files of any store.</summary>
internal sealed class StoreTarget(IFileStore store, TransferRunOptions options) : TargetEnd
{
    public override bool TakesSegments => store is LocalFileStore;

    public override TargetEnd Another() => new StoreTarget(store, options);

    public override ValueTask<FileWriteStream> OpenAtAsync(FtpPath part, long offset, CancellationToken cancellationToken) =>
        ((LocalFileStore)store).OpenWriteAtAsync(part, offset, cancellationToken);

    public override ValueTask<FileWriteStream> OpenAsync(FtpPath part, long offset, CancellationToken cancellationToken) =>
        store.OpenWriteAsync(part, FileWriteOptions.ResumeAt(offset), cancellationToken);

    public override ValueTask<Stream> OpenReadAsync(FtpPath part, long offset, CancellationToken cancellationToken) =>
        store.OpenReadAsync(part, offset, cancellationToken);

    public override async ValueTask<long?> FindSizeAsync(FtpPath path, CancellationToken cancellationToken) =>
        await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is { Kind: FtpEntryKind.File or FtpEntryKind.Unknown, IsSizeApproximate: false } entry
            ? entry.Size
            : null;

    public override async ValueTask<long?> SealAsync(FtpPath part, FtpPath target, FtpEntry source, CancellationToken cancellationToken)
    {
        if (options.KeepPermissions && store is LocalFileStore local)
        {
            // The content of a private file must not become readable because it was replaced.
            var replaced = await local.FindAsync(target, cancellationToken).ConfigureAwait(false);
            if ((replaced?.UnixMode ?? source.UnixMode) is { } mode)
                await local.SetPermissionsAsync(part, mode | UnixFileMode.UserRead | UnixFileMode.UserWrite, cancellationToken).ConfigureAwait(false);
        }

        if (options.KeepTimes && source.Modified?.ToUtc() is { } time) await SetModifiedAsync(part, time, cancellationToken).ConfigureAwait(false);
        return await FindSizeAsync(part, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask<FtpChecksum?> HashAsync(FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken) =>
        StoreHash.ComputeAsync(store, path, algorithm, cancellationToken);

    public override ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<FtpHashAlgorithm?>(FtpHashAlgorithm.Sha256);

    // The part is on disk (CompleteAsync); the new name must be, too, before anybody is told that the file is done (F26).
    public override async ValueTask PublishAsync(FtpPath part, FtpPath target, CancellationToken cancellationToken)
    {
        await store.MoveAsync(part, target, cancellationToken).ConfigureAwait(false);
        if (store is LocalFileStore local) await local.FlushAsync(target.Parent!, CancellationToken.None).ConfigureAwait(false);
    }

    public override ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken) => store.DeleteAsync(path, cancellationToken);

    public override ValueTask DeleteDirectoryAsync(FtpPath path, CancellationToken cancellationToken) => store.DeleteAsync(path, cancellationToken);

    public override ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken) =>
        store.CreateDirectoryAsync(path, cancellationToken);

    public override ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken) =>
        store.SetModifiedAsync(path, modified, cancellationToken);

    public override ValueTask KeepTimeAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken) =>
        store.SetModifiedAsync(path, modified, cancellationToken);

    public override ValueTask RestAsync() => ValueTask.CompletedTask;
}
