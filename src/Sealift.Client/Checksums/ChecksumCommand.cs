using Sealift.Core;

namespace Sealift.Client.Checksums;

/// <summary>One way to ask a server for a checksum.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Algorithm">What it computes, or is told to compute.</param>
internal readonly record struct ChecksumCommand(string Verb, FtpHashAlgorithm Algorithm)
{
    private static readonly ChecksumCommand[] WithFixedAlgorithm =
    [
        new("XSHA512", FtpHashAlgorithm.Sha512),
        new("XSHA256", FtpHashAlgorithm.Sha256),
        new("XSHA1", FtpHashAlgorithm.Sha1),
        new("XSHA", FtpHashAlgorithm.Sha1),
        new("XMD5", FtpHashAlgorithm.Md5),
        new("MD5", FtpHashAlgorithm.Md5),
        new("MMD5", FtpHashAlgorithm.Md5),
        new("XCRC", FtpHashAlgorithm.Crc32),
    ];

    /// <summary>Whether the algorithm is chosen by OPTS HASH.</summary>
    public bool IsHash => Verb == "HASH";

    /// <summary>Whether a range can follow the name: "XCRC name start end". MD5 and MMD5 know none.</summary>
    public bool TakesRange => Verb[0] == 'X';

    /// <summary>Every way that the server lists in FEAT, the strongest algorithm first, and HASH before the others.</summary>
    /// <param name="features">What the server lists.</param>
    /// <param name="algorithm">The only algorithm wanted; null for all.</param>
    public static IEnumerable<ChecksumCommand> OfferedBy(FtpFeatures features, FtpHashAlgorithm? algorithm) =>
        HashesOf(features)
            .Concat(WithFixedAlgorithm.Where(command => features.Has(command.Verb)))
            .Where(command => algorithm is null || command.Algorithm == algorithm)
            .OrderByDescending(command => command.Algorithm);

    /// <summary>The algorithm that FEAT marks as the one in force; null if it marks none that is known.</summary>
    public static FtpHashAlgorithm? MarkedBy(FtpFeatures features) =>
        Words(features).FirstOrDefault(word => word.EndsWith('*')) is { } marked
        && FtpChecksum.TryParseAlgorithm(marked.TrimEnd('*'), out var algorithm)
            ? algorithm
            : null;

    private static IEnumerable<ChecksumCommand> HashesOf(FtpFeatures features)
    {
        foreach (var word in Words(features))
        {
            if (FtpChecksum.TryParseAlgorithm(word.TrimEnd('*'), out var algorithm)) yield return new ChecksumCommand("HASH", algorithm);
        }
    }

    // draft-bryan-ftpext-hash-02 section 4: "HASH SHA-256*;SHA-1;MD5;", where the asterisk marks the one in force.
    private static string[] Words(FtpFeatures features) =>
        features.Find("HASH")?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
