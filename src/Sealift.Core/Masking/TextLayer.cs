using System.Globalization;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Core.Masking;

/// <summary>A text as bytes, each of which knows where in the text it comes from; and the same with its escapes read.</summary>
internal sealed class TextLayer
{
    // Twice: a program that escapes text that was escaped before (JSON of a percent form, for instance). More is nobody's accident.
    private const int MaxDepth = 2;

    private readonly List<byte> _bytes;
    private readonly List<(int Start, int End)> _places;
    private readonly int _depth;

    private TextLayer(int capacity, int depth)
    {
        _bytes = new List<byte>(capacity);
        _places = new List<(int, int)>(capacity);
        _depth = depth;
    }

    public ReadOnlySpan<byte> Bytes => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Where in the text these bytes come from.</summary>
    public (int Start, int End) Place(int first, int last) => (_places[first].Start, _places[last].End);

    /// <summary>A text as UTF-8; bytes that the session's encoding could not read are themselves again.</summary>
    public static TextLayer Of(string text)
    {
        var layer = new TextLayer(text.Length + 8, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAscii(text[i]))
            {
                layer.Add((byte)text[i], (i, i + 1));
            }
            else if (FtpTextEncoding.IsRaw(text[i], out var raw))
            {
                layer.Add(raw, (i, i + 1));
            }
            else
            {
                var rune = Rune.TryGetRuneAt(text, i, out var valid) ? valid : Rune.ReplacementChar;
                var length = rune == Rune.ReplacementChar ? 1 : rune.Utf16SequenceLength;
                layer.Add(rune, (i, i + length));
                i += length - 1;
            }
        }

        return layer;
    }

    /// <summary>The text with its escapes read; null where there are none, or it is deep enough.</summary>
    public TextLayer? Unescape()
    {
        if (_depth == MaxDepth || Bytes.IndexOfAny("%\\&+"u8) < 0) return null;
        var layer = new TextLayer(_bytes.Count, _depth + 1);
        for (var i = 0; i < _bytes.Count;)
        {
            var taken = layer.TryAddEscape(Bytes[i..], i, _places);
            if (taken == 0) layer.Add(_bytes[i], _places[i]);
            i += Math.Max(1, taken);
        }

        return layer._bytes.Count == _bytes.Count && layer.Bytes.SequenceEqual(Bytes) ? null : layer;
    }

    private void Add(byte value, (int Start, int End) place)
    {
        _bytes.Add(value);
        _places.Add(place);
    }

    private void Add(Rune rune, (int Start, int End) place)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)]) Add(value, place);
    }

    // What the escape at the begin of the bytes stands for; how many bytes it takes, 0 for none.
    private int TryAddEscape(ReadOnlySpan<byte> bytes, int at, List<(int Start, int End)> places)
    {
        switch (bytes)
        {
            case [(byte)'+', ..]: // a space in a form's fields
                Add((byte)' ', Place(1));
                return 1;
            case [(byte)'%', var high, var low, ..] when HexDigit.Is(high) && HexDigit.Is(low): // RFC 3986 section 2.1
                Add((byte)Hex(bytes[1..3]), Place(3));
                return 3;
            case [(byte)'\\', (byte)'x', var high, var low, ..] when HexDigit.Is(high) && HexDigit.Is(low):
                Add((byte)Hex(bytes[2..4]), Place(4));
                return 4;
            case [(byte)'\\', (byte)'u', ..] when FindUnit(bytes) is { } unit: // RFC 8259 section 7
                if (FindUnit(bytes[6..]) is { } second && char.IsSurrogatePair(unit, second))
                {
                    Add(new Rune(unit, second), Place(12));
                    return 12;
                }

                if (FtpTextEncoding.IsRaw(unit, out var raw)) Add(raw, Place(6));
                else Add(Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar, Place(6));
                return 6;
            case [(byte)'\\', (byte)'\\' or (byte)'"' or (byte)'/' or (byte)'\'', ..]:
                Add(bytes[1], Place(2));
                return 2;
            case [(byte)'&', ..] when FindReference(bytes) is var (character, length) && length > 0:
                Add(character, Place(length));
                return length;
            default:
                return 0;
        }

        (int Start, int End) Place(int length) => (places[at].Start, places[at + length - 1].End);
    }

    private static char? FindUnit(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'\\', (byte)'u', var a, var b, var c, var d, ..] && HexDigit.Is(a) && HexDigit.Is(b) && HexDigit.Is(c) && HexDigit.Is(d) ? (char)Hex(bytes[2..6]) : null;

    // A character reference of HTML: &amp; &#228; &#xe4;
    private static (Rune Character, int Length) FindReference(ReadOnlySpan<byte> bytes)
    {
        var end = bytes[..Math.Min(bytes.Length, 10)].IndexOf((byte)';');
        if (end < 3) return default;
        var name = bytes[1..end];
        var isNumber = name[0] == '#';
        var isHex = isNumber && name.Length > 2 && name[1] is (byte)'x' or (byte)'X';
        var digits = isHex ? name[2..] : name[1..];
        if (isNumber)
        {
            return int.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
                ? (new Rune(value), end + 1)
                : default;
        }

        return name.SequenceEqual("amp"u8) ? (new Rune('&'), end + 1)
            : name.SequenceEqual("lt"u8) ? (new Rune('<'), end + 1)
            : name.SequenceEqual("gt"u8) ? (new Rune('>'), end + 1)
            : name.SequenceEqual("quot"u8) ? (new Rune('"'), end + 1)
            : name.SequenceEqual("apos"u8) ? (new Rune('\''), end + 1)
            : default;
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits) value = (value << 4) | HexDigit.Value(digit);
        return value;
    }
}
