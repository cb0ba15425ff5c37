using System.Text;

namespace Sealift.Core.Masking;

/// <summary>A secret as the bytes that it may appear as, and the search for them.</summary>
internal sealed class SecretForms
{
    private readonly byte[][] _forms;
    private readonly int _shortest;
    private readonly bool _isNumber;

    public SecretForms(string secret)
    {
        Secret = secret;
        _isNumber = secret.All(char.IsAsciiDigit);
        var unescaped = TextLayer.Of(secret).Unescape() is { } layer ? Encoding.UTF8.GetString(layer.Bytes) : secret;
        _forms =
        [
            .. new[] { secret, unescaped }
                .SelectMany(static text => new[] { text, text.ToUpperInvariant(), text.ToLowerInvariant() })
                .SelectMany(Encode)
                .Where(static form => form.Length >= SecretMask.ShortestSecret)
                .DistinctBy(Convert.ToHexString),
        ];
        _shortest = _forms.Min(form => form.Length);
    }

    public string Secret { get; }

    /// <summary>The places of the text that have it.</summary>
    public List<(int Start, int End)> FindIn(TextLayer layer)
    {
        List<(int, int)> found = [];
        var bytes = layer.Bytes;
        if (bytes.Length < _shortest) return found;
        Search(Fold(bytes), (first, last) => found.Add(layer.Place(first, last)));
        foreach (var run in EncodedRun.FindHex(bytes, _shortest)) SearchIn(run, layer, found);
        foreach (var run in EncodedRun.FindBase64(bytes, _shortest)) SearchIn(run, layer, found);
        return found;
    }

    private void SearchIn(EncodedRun run, TextLayer layer, List<(int, int)> found) => Search(Fold(run.Decoded), (first, last) =>
    {
        var (from, to) = run.Place(first, last);
        found.Add(layer.Place(from, to));
    });

    private void Search(ReadOnlySpan<byte> folded, Action<int, int> onFound)
    {
        foreach (var form in _forms)
        {
            for (var at = 0; at <= folded.Length - form.Length; at++)
            {
                var next = folded[at..].IndexOf(form);
                if (next < 0) break;
                at += next;
                if (!_isNumber || !IsWithinNumber(folded, at, at + form.Length)) onFound(at, at + form.Length - 1);
            }
        }
    }

    // A time or a size that has the digits of the secret among its own is none.
    private static bool IsWithinNumber(ReadOnlySpan<byte> bytes, int start, int end) =>
        (start > 0 && char.IsAsciiDigit((char)bytes[start - 1])) || (end < bytes.Length && char.IsAsciiDigit((char)bytes[end]));

    private static IEnumerable<byte[]> Encode(string text)
    {
        yield return Fold(Encoding.UTF8.GetBytes(text));
        if (text.All(static c => c <= '\xFF')) yield return Fold(Encoding.Latin1.GetBytes(text));
        yield return Fold(Encoding.Unicode.GetBytes(text));
        yield return Fold(Encoding.BigEndianUnicode.GetBytes(text));
    }

    // Letters of ASCII in lower case.
    private static byte[] Fold(ReadOnlySpan<byte> bytes)
    {
        var folded = bytes.ToArray();
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsAsciiLetterUpper((char)folded[i])) folded[i] |= 0x20;
        }

        return folded;
    }
}
