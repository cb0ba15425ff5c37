using System.Text;

namespace Sealift.Sites.Importing;

/// <summary>
/// How WinSCP scrambles a password without a master password: two hex digits a byte, each byte the complement of itself and 0xA3. First comes 0xFF, a
/// version and the length; then a number of bytes to skip, and user, host and password together.
/// </summary>
internal static class WinScpPassword
{
    private const byte Flag = 0xFF;
    private const byte ShortLength = 0x00;
    private const byte LongLength = 0x02;

    /// <summary>The password; null if the text is something else.</summary>
    /// <param name="scrambled">What the file has.</param>
    /// <param name="key">The user and the host, which the password is scrambled with.</param>
    public static string? Read(string scrambled, string key)
    {
        if (scrambled.Length % 2 != 0 || !scrambled.All(char.IsAsciiHexDigit)) return null;
        ReadOnlySpan<byte> bytes = [.. Convert.FromHexString(scrambled).Select(value => (byte)~(value ^ 0xA3))];
        if (bytes.Length < 3) return null;

        // Old versions wrote the length alone, and the password without a key.
        var hasKey = bytes[0] == Flag;
        int length = bytes[0];
        var rest = bytes[1..];
        if (hasKey)
        {
            var version = rest[0];
            rest = rest[1..];
            if (version == LongLength && rest.Length >= 2)
            {
                length = (rest[0] << 8) + rest[1];
                rest = rest[2..];
            }
            else if (version == ShortLength && rest.Length >= 1)
            {
                length = rest[0];
                rest = rest[1..];
            }
            else return null;
        }

        if (rest.IsEmpty || rest.Length < 1 + rest[0] + length) return null;
        var text = Encoding.UTF8.GetString(rest.Slice(1 + rest[0], length));
        if (!hasKey) return text;
        return text.StartsWith(key, StringComparison.Ordinal) ? text[key.Length..] : null;
    }
}
