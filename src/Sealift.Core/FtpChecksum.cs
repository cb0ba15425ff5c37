using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core;

/// <summary>The checksum of a file or of a part of it. Two are equal when algorithm, part and bytes are.</summary>
public sealed class FtpChecksum : IEquatable<FtpChecksum>
{
    private const int BlockSize = 128 * 1024;

    private readonly byte[] _bytes;

    /// <summary>Makes a checksum of its bytes.</summary>
    /// <param name="algorithm">What it was computed with.</param>
    /// <param name="bytes">Its bytes, as many as the algorithm has; a CRC begins with its most significant byte.</param>
    /// <param name="range">The part of the file; <see langword="null"/> for all of it.</param>
    /// <exception cref="ArgumentException">The algorithm has another number of bytes.</exception>
    public FtpChecksum(FtpHashAlgorithm algorithm, ReadOnlyMemory<byte> bytes, FtpByteRange? range = null)
    {
        if (bytes.Length != LengthOf(algorithm))
            throw new ArgumentException($"A checksum by {NameOf(algorithm)} has {LengthOf(algorithm)} bytes.", nameof(bytes));
        Algorithm = algorithm;
        Range = range;
        _bytes = bytes.ToArray();
    }

    /// <summary>What it was computed with.</summary>
    public FtpHashAlgorithm Algorithm { get; }

    /// <summary>The part of the file; <see langword="null"/> for all of it.</summary>
    public FtpByteRange? Range { get; }

    /// <summary>Its bytes; a CRC begins with its most significant byte.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The number of bytes that a checksum by this algorithm has.</summary>
    /// <param name="algorithm">The algorithm.</param>
    public static int LengthOf(FtpHashAlgorithm algorithm) => algorithm switch
    {
        FtpHashAlgorithm.Crc32 => 4,
        FtpHashAlgorithm.Md5 => 16,
        FtpHashAlgorithm.Sha1 => 20,
        FtpHashAlgorithm.Sha256 => 32,
        FtpHashAlgorithm.Sha512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>The algorithm's name as the HASH command writes it, such as "SHA-256" (draft-bryan-ftpext-hash-02 section 3.1).</summary>
    /// <param name="algorithm">The algorithm.</param>
    public static string NameOf(FtpHashAlgorithm algorithm) => algorithm switch
    {
        FtpHashAlgorithm.Crc32 => "CRC32",
        FtpHashAlgorithm.Md5 => "MD5",
        FtpHashAlgorithm.Sha1 => "SHA-1",
        FtpHashAlgorithm.Sha256 => "SHA-256",
        FtpHashAlgorithm.Sha512 => "SHA-512",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>Reads an algorithm's name in any case, with or without its hyphen: "SHA-256", "sha256", "CRC32".</summary>
    /// <param name="name">The name.</param>
    /// <param name="algorithm">The algorithm when the result is <see langword="true"/>.</param>
    public static bool TryParseAlgorithm(ReadOnlySpan<char> name, out FtpHashAlgorithm algorithm)
    {
        Span<char> plain = stackalloc char[8];
        algorithm = default;
        var length = 0;
        foreach (var c in name)
        {
            if (c == '-') continue;
            if (length == plain.Length) return false;
            plain[length++] = char.ToUpperInvariant(c);
        }

        FtpHashAlgorithm? found = plain[..length] switch
        {
            "CRC32" => FtpHashAlgorithm.Crc32,
            "MD5" => FtpHashAlgorithm.Md5,
            "SHA1" => FtpHashAlgorithm.Sha1,
            "SHA256" => FtpHashAlgorithm.Sha256,
            "SHA512" => FtpHashAlgorithm.Sha512,
            _ => null,
        };
        algorithm = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>Computes the checksum of a stream, or of a part of it.</summary>
    /// <param name="content">Read from where it stands, which counts as the file's first byte; it is not closed.</param>
    /// <param name="algorithm">What it is computed with.</param>
    /// <param name="range">The part of the file; <see langword="null"/> for everything to the stream's end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="EndOfStreamException">The stream ends before the range does.</exception>
    public static async ValueTask<FtpChecksum> ComputeAsync(
        Stream content, FtpHashAlgorithm algorithm, FtpByteRange? range = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (range is { Length: 0 }) throw new ArgumentException("The range is empty.", nameof(range));
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using var hasher = new FtpHasher(algorithm);
            if (range is { } part)
            {
                await ReadAsync(content, part.Start, buffer, null, cancellationToken).ConfigureAwait(false);
                await ReadAsync(content, part.Length, buffer, hasher, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                int count;
                while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                    hasher.Append(buffer.AsSpan(0, count));
            }

            return hasher.Finish(range);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] FtpChecksum? other) =>
        other is not null && Algorithm == other.Algorithm && Range == other.Range && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as FtpChecksum);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The bytes in hexadecimal, lower case.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    // Where the stream can seek, what is only passed over costs nothing.
    private static async ValueTask ReadAsync(
        Stream content, long length, byte[] buffer, FtpHasher? hasher, CancellationToken cancellationToken)
    {
        if (hasher is null && content.CanSeek)
        {
            if (content.Length - content.Position < length) throw new EndOfStreamException();
            content.Seek(length, SeekOrigin.Current);
            return;
        }

        while (length > 0)
        {
            var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length));
            var count = await content.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException();
            hasher?.Append(wanted.Span[..count]);
            length -= count;
        }
    }
}
