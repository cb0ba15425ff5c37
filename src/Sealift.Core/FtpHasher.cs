using System.Security.Cryptography;
using Sealift.Core.Checksums;

namespace Sealift.Core;

/// <summary>Computes a checksum of bytes as they come by. Not for use by several threads at once.</summary>
public sealed class FtpHasher : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Crc32? _crc;

    /// <summary>Every algorithm, the strongest first.</summary>
    public static IReadOnlyList<FtpHashAlgorithm> Algorithms { get; } =
        [FtpHashAlgorithm.Sha512, FtpHashAlgorithm.Sha256, FtpHashAlgorithm.Sha1, FtpHashAlgorithm.Md5, FtpHashAlgorithm.Crc32];

    /// <summary>Begins with no bytes.</summary>
    /// <param name="algorithm">What the checksum is computed with.</param>
    public FtpHasher(FtpHashAlgorithm algorithm)
    {
        Algorithm = algorithm;
        if (algorithm == FtpHashAlgorithm.Crc32) _crc = new Crc32();
        else _hash = IncrementalHash.CreateHash(NameOf(algorithm));
    }

    /// <summary>What the checksum is computed with.</summary>
    public FtpHashAlgorithm Algorithm { get; }

    /// <summary>Takes the next bytes in.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _crc?.Append(bytes);
        _hash?.AppendData(bytes);
    }

    /// <summary>The checksum of all bytes so far; more may follow.</summary>
    /// <param name="range">Which part of a file the bytes are; <see langword="null"/> for all of it.</param>
    public FtpChecksum Finish(FtpByteRange? range = null) =>
        new(Algorithm, _crc?.Finish() ?? _hash!.GetCurrentHash(), range);

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    private static HashAlgorithmName NameOf(FtpHashAlgorithm algorithm) => algorithm switch
    {
        FtpHashAlgorithm.Md5 => HashAlgorithmName.MD5,
        FtpHashAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        FtpHashAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        FtpHashAlgorithm.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
