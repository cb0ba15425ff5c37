namespace Sealift.Core.Masking;

/// <summary>A digit of a hexadecimal number, as a byte of text.</summary>
internal static class HexDigit
{
    public static bool Is(byte digit) => char.IsAsciiHexDigit((char)digit);

    // The letters' low bits count from one on.
    public static int Value(byte digit) => (digit & 0xF) + (digit > (byte)'9' ? 9 : 0);
}
