using System.Text;
using Sealift.Cli.Output;

namespace Sealift.App.Files.Texts;

/// <summary>How a text file is written: its letters, and the ends of its lines.</summary>
/// <param name="Encoding">The letters.</param>
/// <param name="UsesCrLf">Whether lines end with CR LF; with LF otherwise.</param>
public sealed record TextFormat(TextEncodingKind Encoding, bool UsesCrLf)
{
    /// <summary>Whether both ends of lines were found; then all become those that most lines have.</summary>
    public bool IsMixed { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">All of it.</param>
    /// <returns>How it is written, and its text with LF at the ends of lines; null where it is no text.</returns>
    public static (TextFormat Format, string Text)? Read(ReadOnlySpan<byte> bytes)
    {
        var kind = KindOf(bytes);
        var mark = Mark(kind);
        if (kind is TextEncodingKind.Utf16 or TextEncodingKind.Utf16BigEndian && (bytes.Length & 1) == 1) return null;
        if (kind is not (TextEncodingKind.Utf16 or TextEncodingKind.Utf16BigEndian) && bytes.Contains((byte)0)) return null;
        string text;
        try
        {
            text = Letters(kind).GetString(bytes[mark.Length..]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        var pairs = text.AsSpan().Count("\r\n");
        var singles = text.AsSpan().Count('\n') - pairs;
        var format = new TextFormat(kind, pairs > singles) { IsMixed = pairs > 0 && singles > 0 };
        return (format, text.Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>The bytes of a text whose lines end with LF.</summary>
    /// <exception cref="CommandException">A letter of it cannot be written so.</exception>
    public byte[] Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return [.. Mark(Encoding), .. Letters(Encoding).GetBytes(UsesCrLf ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text)];
        }
        catch (EncoderFallbackException e)
        {
            var letter = e.CharUnknown != 0 ? e.CharUnknown.ToString() : $"{e.CharUnknownHigh}{e.CharUnknownLow}";
            throw CommandException.Usage($"the letter \"{letter}\" cannot be written in {Name(Encoding)}.", "Choose UTF-8, or remove the letter.");
        }
    }

    /// <summary>What people call it.</summary>
    public static string Name(TextEncodingKind kind) => kind switch
    {
        TextEncodingKind.Utf8 => "UTF-8",
        TextEncodingKind.Utf8WithMark => "UTF-8 with BOM",
        TextEncodingKind.Utf16 => "UTF-16 LE",
        TextEncodingKind.Utf16BigEndian => "UTF-16 BE",
        _ => "ISO 8859-1",
    };

    private static TextEncodingKind KindOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var kind in (TextEncodingKind[])[TextEncodingKind.Utf8WithMark, TextEncodingKind.Utf16, TextEncodingKind.Utf16BigEndian])
        {
            if (bytes.StartsWith(Mark(kind))) return kind;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes) ? TextEncodingKind.Utf8 : TextEncodingKind.Latin1;
    }

    private static ReadOnlySpan<byte> Mark(TextEncodingKind kind) => kind switch
    {
        TextEncodingKind.Utf8WithMark => [0xEF, 0xBB, 0xBF],
        TextEncodingKind.Utf16 => [0xFF, 0xFE],
        TextEncodingKind.Utf16BigEndian => [0xFE, 0xFF],
        _ => [],
    };

    private static Encoding Letters(TextEncodingKind kind) => kind switch
    {
        TextEncodingKind.Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
        TextEncodingKind.Utf16BigEndian => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
        TextEncodingKind.Latin1 => System.Text.Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
    };
}
