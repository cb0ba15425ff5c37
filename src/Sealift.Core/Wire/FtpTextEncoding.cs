using System.Globalization;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>
/// How the text of a session becomes bytes and back, without loss: bytes that the encoding cannot read become the characters
/// U+EF80 to U+EFFF (private use), one for each byte from 0x80 to 0xFF, and become the same bytes again when they are sent. So
/// a name of a listing can be downloaded, renamed and deleted whatever its bytes mean.
/// </summary>
/// <remarks>
/// Decoding and encoding again gives exactly the bytes that were decoded. For that, a text that truly contains one of these
/// characters is read as its bytes too. Works on whole lines: there is no state between two calls.
/// </remarks>
public sealed class FtpTextEncoding : Encoding
{
    private const int RawBase = 0xEF00;
    private const char FirstRaw = '\uEF80';
    private const char LastRaw = '\uEFFF';

    // Letters that most encodings of many bytes have: one that writes them with 7-bit bytes switches meanings in between.
    private static readonly string[] Probes = ["\u65E5", "\uAC00", "\u4E00", "\u00E9", "\u0416"];

    private readonly Encoding _strict;

    private FtpTextEncoding(Encoding strict)
        : base(strict.CodePage) => _strict = strict;

    /// <summary>UTF-8, the encoding of FTP (RFC 2640 section 2.2).</summary>
    public static FtpTextEncoding Utf8 { get; } =
        new(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Whether this is UTF-8.</summary>
    public bool IsUtf8 => ReferenceEquals(this, Utf8);

    /// <inheritdoc/>
    public override string WebName => _strict.WebName;

    /// <inheritdoc/>
    public override string EncodingName => _strict.WebName;

    /// <summary>Finds an encoding by its name or number.</summary>
    /// <param name="name">
    /// A name of IANA's list in any case, or a code page: "utf-8", "latin1", "windows-1252", "shift_jis", "euc-jp", "koi8-r", "1251".
    /// </param>
    /// <returns>
    /// The encoding; <see langword="null"/> when there is none of that name, or when it cannot carry commands: UTF-16, UTF-7, EBCDIC
    /// and the ISO 2022 family write printable ASCII characters otherwise than as themselves, or letters with control bytes.
    /// </returns>
    public static FtpTextEncoding? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = FindStrict(name.Trim());

        // Code page 0 is whatever the machine has: no answer to the question which encoding is meant.
        if (found is null || name.Trim() == "0" || !CarriesCommands(found))
            return null;
        return found.CodePage == UTF8.CodePage ? Utf8 : new FtpTextEncoding(found);
    }

    /// <summary>Reads one line, or any text that does not end within a character.</summary>
    /// <param name="bytes">The bytes.</param>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes))
            return ASCII.GetString(bytes);
        if (!IsUtf8)
            return DecodeOther(bytes);
        return IsPlain(bytes) ? UTF8.GetString(bytes) : DecodeUtf8(bytes);
    }

    /// <summary>Writes text as bytes.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="EncoderFallbackException">The encoding has no bytes for a character; nothing similar is taken instead.</exception>
    public byte[] Encode(ReadOnlySpan<char> text)
    {
        var raw = text.IndexOfAnyInRange(FirstRaw, LastRaw);
        if (raw < 0)
            return EncodeStrictly(text);
        var output = new MemoryStream(text.Length * 2);
        while (raw >= 0)
        {
            output.Write(EncodeStrictly(text[..raw]));
            output.WriteByte(unchecked((byte)text[raw]));
            text = text[(raw + 1)..];
            raw = text.IndexOfAnyInRange(FirstRaw, LastRaw);
        }

        output.Write(EncodeStrictly(text));
        return output.ToArray();
    }

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => Encode(chars.AsSpan(index, count)).Length;

    /// <inheritdoc/>
    public override int GetByteCount(ReadOnlySpan<char> chars) => Encode(chars).Length;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        GetBytes(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));

    /// <inheritdoc/>
    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        var encoded = Encode(chars);
        encoded.CopyTo(bytes);
        return encoded.Length;
    }

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count)).Length;

    /// <inheritdoc/>
    public override int GetCharCount(ReadOnlySpan<byte> bytes) => Decode(bytes).Length;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <inheritdoc/>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var decoded = Decode(bytes);
        decoded.CopyTo(chars);
        return decoded.Length;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => _strict.GetMaxByteCount(charCount);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => Math.Max(byteCount, _strict.GetMaxCharCount(byteCount));

    /// <inheritdoc/>
    public override string GetString(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count));

    /// <summary>Whether a character stands for a byte that could not be read, and for which.</summary>
    internal static bool IsRaw(char c, out byte value)
    {
        value = unchecked((byte)c);
        return c is >= FirstRaw and <= LastRaw;
    }

    private static Encoding? FindStrict(string name)
    {
        var (encoder, decoder) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            // Not registered for the whole program: which encodings there are is nobody else's business.
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage)
                ? CodePagesEncodingProvider.Instance.GetEncoding(codePage, encoder, decoder) ?? GetEncoding(codePage, encoder, decoder)
                : CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder) ?? GetEncoding(name, encoder, decoder);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // RFC 959 section 5.3: verbs, spaces and the ends of lines are ASCII, and '/' separates names; they must mean themselves.
    private static bool CarriesCommands(Encoding encoding)
    {
        for (var c = ' '; c < '\x7F'; c++)
        {
            if (!TryEncode(encoding, c.ToString(), out var bytes) || bytes is not [var value] || value != c)
                return false;
        }

        return Probes.All(probe => !TryEncode(encoding, probe, out var bytes) || !System.Text.Ascii.IsValid(bytes));
    }

    private static bool TryEncode(Encoding encoding, string text, out byte[] bytes)
    {
        try
        {
            bytes = encoding.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            bytes = [];
            return false;
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return false;

        // U+EF80 to U+EFFF are EE BE 80 to EE BF BF.
        for (var at = bytes.IndexOf((byte)0xEE); at >= 0;)
        {
            if (bytes[at + 1] is 0xBE or 0xBF)
                return false;
            bytes = bytes[(at + 1)..];
            at = bytes.IndexOf((byte)0xEE);
        }

        return true;
    }

    private static string DecodeUtf8(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.Done && rune.Value is < FirstRaw or > LastRaw)
                text.Append(units[..rune.EncodeToUtf16(units)]);
            else
                AppendRaw(text, bytes[..consumed]);
            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private string DecodeOther(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Some tables read two spellings as one character, and would write the other one back.
            var text = _strict.GetString(bytes);
            if (!text.AsSpan().ContainsAnyInRange(FirstRaw, LastRaw) && _strict.GetBytes(text).AsSpan().SequenceEqual(bytes))
                return text;
        }
        catch (Exception e) when (e is DecoderFallbackException or EncoderFallbackException)
        {
            return DecodeRaw(bytes);
        }

        return DecodeRaw(bytes);
    }

    private static string DecodeRaw(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        AppendRaw(text, bytes);
        return text.ToString();
    }

    private static void AppendRaw(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            text.Append((char)(value < 0x80 ? value : RawBase + value));
    }

    private byte[] EncodeStrictly(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return [];
        var bytes = new byte[_strict.GetByteCount(text)];
        _strict.GetBytes(text, bytes);
        return bytes;
    }
}
