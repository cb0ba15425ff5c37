using System.Globalization;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Core;

/// <summary>The one sanitizer for text from peers (names, replies, link targets) on its way to a terminal or a log.</summary>
public static class TerminalText
{
    /// <summary>
    /// Makes control characters visible: C0, DEL and C1 become \x1b, and so do bytes that the session's encoding could not read
    /// (<see cref="FtpTextEncoding"/>), as \xe9; line and paragraph separators, direction marks and other invisible format
    /// characters become \u202e, lone surrogates too. Text without any is returned as it is.
    /// </summary>
    /// <param name="text">Text from anywhere.</param>
    /// <returns>One line without anything a terminal would act on. A backslash of the text itself stays single.</returns>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = 0;
        while (clean < text.Length && IsPlain(text[clean]))
            clean++;
        if (clean == text.Length)
            return text;

        var output = new StringBuilder(text.Length + 16).Append(text, 0, clean);
        for (var i = clean; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or (>= '\x7F' and <= '\x9F'))
                output.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else if (FtpTextEncoding.IsRaw(c, out var raw))
                output.Append(CultureInfo.InvariantCulture, $"\\x{raw:x2}");
            else if (!Rune.TryGetRuneAt(text, i, out var rune))
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
            {
                if (!IsInvisible(rune))
                    output.Append(text, i, rune.Utf16SequenceLength);
                else if (rune.IsBmp)
                    output.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                else
                    output.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                i += rune.Utf16SequenceLength - 1;
            }
        }

        return output.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and < '\x7F';

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned;
}
