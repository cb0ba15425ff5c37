using System.Globalization;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Core;

/// <summary>Percent encoding of names in URLs (RFC 3986 section 2.1): as UTF-8, or as the bytes they are where they are none.</summary>
internal static class FtpUrlEncoding
{
    /// <summary>Appends a name; what a URL gives a meaning to and what cannot be read is encoded, letters of any script stay.</summary>
    public static void Append(StringBuilder output, string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            var plain = rune.IsAscii
                ? Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '.' or '_' or '~' or '!' or '$' or '&' or '(' or ')' or '*'
                    or '+' or ',' or '='
                : IsReadable(rune);
            if (plain)
            {
                output.Append(rune.ToString());
                continue;
            }

            foreach (var value in FtpTextEncoding.Utf8.Encode(rune.ToString()))
                output.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
    }

    /// <summary>Decodes; returns what is wrong, or <see langword="null"/>.</summary>
    public static string? Decode(ReadOnlySpan<char> text, out string decoded)
    {
        decoded = "";
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        while (!text.IsEmpty)
        {
            if (text[0] == '%')
            {
                if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
                    return "A '%' in the URL is not followed by two hexadecimal digits; a percent sign itself is written %25.";
                bytes[count++] = byte.Parse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                text = text[3..];
                continue;
            }

            if (Rune.DecodeFromUtf16(text, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return "The URL is not valid Unicode (half of a surrogate pair).";
            // A byte that could not be read, copied from a listing of names, is that byte here too.
            if (rune.IsBmp && FtpTextEncoding.IsRaw((char)rune.Value, out var raw))
                bytes[count++] = raw;
            else
                count += rune.EncodeToUtf8(bytes.AsSpan(count));
            text = text[consumed..];
        }

        var used = bytes.AsSpan(0, count);
        if (used.ContainsAnyInRange((byte)0, (byte)0x1F) || used.Contains((byte)0x7F))
            return "The URL contains a control character.";
        decoded = FtpTextEncoding.Utf8.Decode(used);
        return null;
    }

    public static bool IsReadable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
