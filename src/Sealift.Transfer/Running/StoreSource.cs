using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>Reads files of any store.</summary>
internal sealed class StoreSource(IFileStore store) : SourceEnd
{
    public override SourceEnd Another() => new StoreSource(store);

    public override ValueTask<bool> CanBeginAnywhereAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public override ValueTask<Stream> OpenAsync(FtpPath path, long offset, FtpEntry entry, CancellationToken cancellationToken) =>
        store.OpenReadAsync(path, offset, cancellationToken);

    public override ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken) =>
        store.FindAsync(path, cancellationToken);

    public override ValueTask<FtpEntry?> FindAfterAsync(FtpPath path, FtpEntry before, CancellationToken cancellationToken) =>
        store.FindAsync(path, cancellationToken);

    public override ValueTask<FtpChecksum?> HashAsync(FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken) =>
        StoreHash.ComputeAsync(store, path, algorithm, cancellationToken);

    public override ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<FtpHashAlgorithm?>(FtpHashAlgorithm.Sha256);

    public override ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken) => store.DeleteAsync(path, cancellationToken);

    public override ValueTask RestAsync() => ValueTask.CompletedTask;
}
