using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Running;

/// <summary>Computes checksums of files that are at hand.</summary>
internal static class StoreHash
{
    public static async ValueTask<FtpChecksum?> ComputeAsync(
        IFileStore store, FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var content = await store.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return await FtpChecksum.ComputeAsync(content, algorithm, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}
