using Sealift.App.Files.Panes;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Files.Dialogs;

/// <summary>The checksum of a file of a pane.</summary>
/// <param name="Checksum">The checksum.</param>
/// <param name="IsByServer">Whether the server computed it where the file is; else the file was read.</param>
internal sealed record FileHash(FtpChecksum Checksum, bool IsByServer)
{
    /// <summary>The algorithms to choose from: what the server can compute comes first, what needs the file to be read follows.</summary>
    public static async Task<IReadOnlyList<(FtpHashAlgorithm Algorithm, bool IsByServer)>> ListAsync(PaneSide side, CancellationToken cancellationToken)
    {
        var own = !side.IsLocal && side.Store is IChecksumStore store ? await store.ListAlgorithmsAsync(cancellationToken) : [];
        return [.. own.Select(static algorithm => (algorithm, true)), .. FtpHasher.Algorithms.Except(own).Select(static algorithm => (algorithm, false))];
    }

    /// <summary>Computes it.</summary>
    public static async Task<FileHash> ComputeAsync(PaneSide side, FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (!side.IsLocal && side.Store is IChecksumStore store && (await store.ListAlgorithmsAsync(cancellationToken)).Contains(algorithm)
            && await store.ComputeChecksumAsync(path, algorithm, cancellationToken: cancellationToken) is { } computed)
        {
            return new FileHash(computed, IsByServer: true);
        }

        await using var content = await side.Store.OpenReadAsync(path, cancellationToken: cancellationToken);
        return new FileHash(await FtpChecksum.ComputeAsync(content, algorithm, cancellationToken: cancellationToken), IsByServer: false);
    }
}
