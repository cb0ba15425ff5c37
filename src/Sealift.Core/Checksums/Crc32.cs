using System.Buffers.Binary;

namespace Sealift.Core.Checksums;

/// <summary>CRC-32 (ISO-HDLC: reflected polynomial EDB88320, all ones in and out), eight bytes a step.</summary>
internal sealed class Crc32
{
    private const int Slices = 8;
    private const int Values = 256;

    private static readonly uint[] Table = MakeTable();

    private uint _state = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var state = _state;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = table[(7 * Values) + (int)(low & 255)]
                ^ table[(6 * Values) + (int)((low >> 8) & 255)]
                ^ table[(5 * Values) + (int)((low >> 16) & 255)]
                ^ table[(4 * Values) + (int)(low >> 24)]
                ^ table[(3 * Values) + (int)(high & 255)]
                ^ table[(2 * Values) + (int)((high >> 8) & 255)]
                ^ table[Values + (int)((high >> 16) & 255)]
                ^ table[(int)(high >> 24)];
        }

        foreach (var value in bytes) state = table[(int)((state ^ value) & 255)] ^ (state >> 8);
        _state = state;
    }

    /// <summary>The checksum so far, the most significant byte first, as it is written in hexadecimal.</summary>
    public byte[] Finish()
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~_state);
        return bytes;
    }

    private static uint[] MakeTable()
    {
        const uint Polynomial = 0xEDB88320;
        var table = new uint[Slices * Values];
        for (var value = 0u; value < Values; value++)
        {
            var state = value;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) == 0 ? state >> 1 : (state >> 1) ^ Polynomial;
            table[value] = state;
        }

        for (var i = Values; i < table.Length; i++) table[i] = table[(int)(table[i - Values] & 255)] ^ (table[i - Values] >> 8);
        return table;
    }
}
