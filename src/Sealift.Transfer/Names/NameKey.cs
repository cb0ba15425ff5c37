using System.Globalization;
using System.Text;

namespace Sealift.Transfer.Names;

/// <summary>Makes one key of all the spellings that a store holds as one name. Rather one too many than a file lost.</summary>
internal static class NameKey
{
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;

    // The letters that lie side by side as one; "ﬁ" is "fi" where a file system folds case by Unicode's full rules.
    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    /// <summary>The key of a name in a store; the name itself where the store holds names as they are.</summary>
    public static string Of(string name, StoreTraits traits)
    {
        if (traits is { IgnoresCase: false, NormalizesUnicode: false }) return name;
        var text = traits.NormalizesUnicode && !Ascii.IsValid(name) ? Decompose(name) : name;
        return traits.IgnoresCase ? text.ToUpperInvariant() : text;
    }

    private static string Decompose(string name)
    {
        var text = new StringBuilder(name.Length * 2);
        foreach (var c in name) Append(text, c);

        // Marks on one letter may come in any order that Unicode calls the same: by their numbers they are compared all the same.
        var marks = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                marks++;
                continue;
            }

            if (marks > 1) Sort(text, i - marks, marks);
            marks = 0;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char c)
    {
        if (c is >= (char)HangulFirst and <= (char)HangulLast)
        {
            // Unicode section 3.12: syllables are counted through.
            var index = c - HangulFirst;
            text.Append((char)(0x1100 + (index / 588))).Append((char)(0x1161 + (index % 588 / 28)));
            if (index % 28 != 0) text.Append((char)(0x11A7 + (index % 28)));
        }
        else if (c is >= '\uFF01' and <= '\uFF5E') text.Append((char)(c - 0xFEE0));
        else if (c == '\u2024') text.Append('.');
        else if (c is >= '\uFB00' and <= '\uFB06') text.Append(Ligatures[c - 0xFB00]);
        else if (Decompositions.Find(c) is { } parts)
        {
            Append(text, parts.First);
            if (parts.Second != '\0') Append(text, parts.Second);
        }
        else text.Append(c);
    }

    private static void Sort(StringBuilder text, int start, int count)
    {
        var marks = new char[count];
        text.CopyTo(start, marks, count);
        Array.Sort(marks);
        text.Remove(start, count).Insert(start, marks);
    }
}
