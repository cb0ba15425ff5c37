namespace Sealift.Core.Compression;

/// <summary>The checksum at the end of a zlib stream (RFC 1950 section 9).</summary>
internal sealed class Adler32
{
    private const uint Modulus = 65521;

    // The largest number of bytes whose sums fit 32 bits before they must be reduced.
    private const int MaxUnreduced = 5552;

    private uint _low = 1;
    private uint _high;

    public uint Value => (_high << 16) | _low;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, MaxUnreduced)];
            foreach (var value in part)
            {
                _low += value;
                _high += _low;
            }

            _low %= Modulus;
            _high %= Modulus;
            bytes = bytes[part.Length..];
        }
    }
}
