using System.Numerics;
using System.Text;

namespace Sealift.Transfer.State;

/// <summary>The checksum (CRC-32C) of a row: SQLite's own structure tells of damage to pages, and only this of damage to values.</summary>
internal static class RowSum
{
    public static long Of(params ReadOnlySpan<string?> values)
    {
        var sum = uint.MaxValue;
        foreach (var value in values)
        {
            foreach (var unit in Encoding.UTF8.GetBytes(value ?? "")) sum = BitOperations.Crc32C(sum, unit);
            sum = BitOperations.Crc32C(sum, value is null ? (byte)0xFE : (byte)0xFF);
        }

        return ~sum;
    }
}
