using System.Buffers;
using System.Text;

namespace Sealift.Fuzz;

/// <summary>Text out of bytes, for parsers that take what a person or a file gives.</summary>
internal static class FuzzText
{
    /// <summary>UTF-8; a byte that is none becomes half of a surrogate pair, so that parsers see such halves, too.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
                text.Append(units[..rune.EncodeToUtf16(units)]);
            else
                AppendHalves(text, bytes[..consumed]);
            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Of"/> gives the text for.</summary>
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> units = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(units[..rune.EncodeToUtf8(units)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                bytes.Add(unchecked((byte)text[i]));
            }
        }

        return [.. bytes];
    }

    /// <summary>Whether a terminal or a reader of lines could take something in the text for more than text.</summary>
    public static bool IsHarmless(string text, bool mayHaveLines)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && !(mayHaveLines && c == '\n')) return false;
        }

        return true;
    }

    private static void AppendHalves(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) text.Append((char)(0xDC00 + value));
    }
}
