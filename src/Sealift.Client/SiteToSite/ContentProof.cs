using System.Globalization;
using Sealift.Core;

namespace Sealift.Client.SiteToSite;

/// <summary>Compares what the servers say about a file with what it should be.</summary>
internal static class ContentProof
{
    /// <summary>The strongest checksum that both servers have and that nobody can forge; null if there is none.</summary>
    public static FtpHashAlgorithm? CommonAlgorithm(FtpClient source, FtpClient target) => source.Features.HashAlgorithms
        .Intersect(target.Features.HashAlgorithms)
        .Where(algorithm => algorithm >= FtpHashAlgorithm.Sha256)
        .Select(algorithm => (FtpHashAlgorithm?)algorithm)
        .Max();

    /// <summary>Compares sizes; what a server does not tell cannot be compared.</summary>
    /// <returns>Whether there was something to compare.</returns>
    /// <exception cref="FtpSiteCopyException">They differ.</exception>
    public static bool CompareSizes(FtpPath target, long? expected, long? actual)
    {
        if (expected is null || actual is null) return false;
        return expected == actual
            ? true
            : throw Differs(target, string.Create(CultureInfo.InvariantCulture, $"{expected} bytes were to arrive, and the server has {actual}"));
    }

    /// <summary>Asks for a checksum; null when there is no algorithm, or when the server does not compute it for this file.</summary>
    public static async ValueTask<FtpChecksum?> TryHashAsync(
        FtpClient client, FtpPath path, FtpHashAlgorithm? algorithm, CancellationToken cancellationToken)
    {
        if (algorithm is null) return null;
        try
        {
            return await client.HashAsync(path, algorithm: algorithm, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (FtpReplyException e)
        {
            client.Session.Channel.Connection.Feed.Note($"no checksum: {e.Message}"); // ProFTPD's DigestMaxSize, for example
            return null;
        }
    }

    /// <summary>Compares checksums.</summary>
    /// <returns>The checksum; null when one of the servers did not compute it after all.</returns>
    /// <exception cref="FtpSiteCopyException">They differ.</exception>
    public static FtpChecksum? CompareChecksums(FtpPath target, FtpChecksum? expected, FtpChecksum? actual)
    {
        if (expected is null || actual is null) return null;
        return expected.Equals(actual)
            ? actual
            : throw Differs(target, $"the {FtpChecksum.NameOf(actual.Algorithm)} of what arrived is another than that of the source");
    }

    private static FtpSiteCopyException Differs(FtpPath target, string what) => new(
        FtpSiteCopyFailure.NotProven,
        $"{target}: {what}.",
        "What arrived was deleted; the file that had the name before, if there was one, is untouched. The source may be changing: try "
        + "again. If it happens again on the direct way, let the bytes go through this machine.");
}
