namespace Sealift.Core.Masking;

/// <summary>A run of digits that may be hexadecimal or base64, read from one of the digits that a byte may begin at.</summary>
/// <param name="Decoded">What the digits stand for.</param>
/// <param name="Digits">Where each digit is.</param>
/// <param name="BitsADigit">4 or 6.</param>
internal sealed record EncodedRun(byte[] Decoded, ArraySegment<int> Digits, int BitsADigit)
{
    private const int HexBits = 4, Base64Bits = 6, ByteBits = 8;

    /// <summary>Where the digits are that decoded bytes have a bit in.</summary>
    public (int First, int Last) Place(int first, int last) =>
        (Digits[first * ByteBits / BitsADigit], Digits[Math.Min(Digits.Count - 1, ((last * ByteBits) + ByteBits - 1) / BitsADigit)]);

    /// <summary>Runs of hexadecimal digits, in pairs that a colon, a hyphen or a space may separate.</summary>
    public static IEnumerable<EncodedRun> FindHex(ReadOnlySpan<byte> bytes, int shortest) =>
        Find(bytes, shortest, HexBits, static value => HexDigit.Is(value) ? HexDigit.Value(value) : -1, static value => value is (byte)':' or (byte)'-' or (byte)' ');

    /// <summary>Runs of digits of base64 or base64url (RFC 4648 sections 4 and 5).</summary>
    public static IEnumerable<EncodedRun> FindBase64(ReadOnlySpan<byte> bytes, int shortest) => Find(bytes, shortest, Base64Bits, Sextet, static _ => false);

    private static List<EncodedRun> Find(ReadOnlySpan<byte> bytes, int shortest, int bits, Func<byte, int> read, Func<byte, bool> separates)
    {
        List<EncodedRun> runs = [];
        var least = shortest * ByteBits / bits;
        var digits = new List<int>();
        var values = new List<int>();
        for (var i = 0; i <= bytes.Length; i++)
        {
            var value = i < bytes.Length ? read(bytes[i]) : -1;
            if (value >= 0)
            {
                digits.Add(i);
                values.Add(value);
                continue;
            }

            // One sign between two digits does not end a run of hexadecimal ones.
            if (i < bytes.Length && digits.Count > 0 && digits[^1] == i - 1 && separates(bytes[i])) continue;
            if (digits.Count >= least) AddAll(runs, [.. digits], [.. values], bits);
            digits.Clear();
            values.Clear();
        }

        return runs;
    }

    // A byte may begin at each of the digits of a group: two of hexadecimal, four of base64.
    private static void AddAll(List<EncodedRun> runs, int[] digits, int[] values, int bits)
    {
        var group = bits == HexBits ? 2 : 4;
        for (var skip = 0; skip < group && skip < digits.Length; skip++)
            runs.Add(new EncodedRun(Decode(values.AsSpan(skip), bits), new ArraySegment<int>(digits, skip, digits.Length - skip), bits));
    }

    private static byte[] Decode(ReadOnlySpan<int> values, int bits)
    {
        var output = new byte[values.Length * bits / ByteBits];
        var (held, count, at) = (0, 0, 0);
        foreach (var value in values)
        {
            held = ((held << bits) | value) & 0xFFFF;
            count += bits;
            if (count < ByteBits) continue;
            count -= ByteBits;
            output[at++] = (byte)(held >> count);
        }

        return output;
    }

    private static int Sextet(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
