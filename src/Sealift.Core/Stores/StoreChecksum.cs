namespace Sealift.Core.Stores;

/// <summary>Computes checksums by reading, for stores whose files are at hand.</summary>
internal static class StoreChecksum
{
    public static async ValueTask<FtpChecksum?> ComputeAsync(
        IFileStore store, FtpPath path, FtpHashAlgorithm? algorithm, FtpByteRange? range, CancellationToken cancellationToken)
    {
        var content = await store.OpenReadAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            try
            {
                return await FtpChecksum.ComputeAsync(content, algorithm ?? FtpHasher.Algorithms[0], range, cancellationToken).ConfigureAwait(false);
            }
            catch (EndOfStreamException e)
            {
                throw new FileStoreException(FileStoreError.Other, path, "the file ends before the part whose checksum was asked for", e);
            }
        }
    }
}
