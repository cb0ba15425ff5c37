using System.Globalization;

namespace Sealift.Core;

/// <summary>A part of a file: at least one byte from an offset on.</summary>
public readonly record struct FtpByteRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="start">The first byte, counted from 0.</param>
    /// <param name="length">How many bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, begins before the file, or ends beyond 63 bits.</exception>
    public FtpByteRange(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - start);
        Start = start;
        Length = length;
    }

    /// <summary>The first byte, counted from 0.</summary>
    public long Start { get; }

    /// <summary>How many bytes; 0 only for the default value, which is no range.</summary>
    public long Length { get; }

    /// <summary>The offset behind the last byte.</summary>
    public long End => Start + Length;

    /// <summary>The first and the last byte, both part of it: "0-99" is a hundred bytes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}-{End - 1}");
}
