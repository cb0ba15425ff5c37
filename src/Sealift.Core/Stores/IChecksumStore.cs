namespace Sealift.Core.Stores;

/// <summary>What a store may do beside <see cref="IFileStore"/>: compute checksums where the files are, without carrying them.</summary>
/// <remarks>Its members throw what those of <see cref="IFileStore"/> throw, and may be called in parallel.</remarks>
public interface IChecksumStore
{
    /// <summary>What this store can compute, the strongest first; empty where it computes nothing, as many servers do.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<FtpHashAlgorithm>> ListAlgorithmsAsync(CancellationToken cancellationToken = default);

    /// <summary>Computes the checksum of a file or of a part of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="algorithm">What it is computed with; null (the default) for the strongest that the store has.</param>
    /// <param name="range">The part of the file; null (the default) for all of it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The checksum; null where the store has no such algorithm, or cannot do it for parts of files.</returns>
    ValueTask<FtpChecksum?> ComputeChecksumAsync(
        FtpPath path, FtpHashAlgorithm? algorithm = null, FtpByteRange? range = null, CancellationToken cancellationToken = default);
}
