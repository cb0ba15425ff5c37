using System.Globalization;

namespace Sealift.Tls.Trust;

/// <summary>Text that a stranger chose, made fit for a line of a message: bounded, and without control or direction marks.</summary>
internal static class PlainText
{
    private const int MaxLength = 200;

    public static string From(string text)
    {
        var bounded = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
        return string.Create(bounded.Length, bounded, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = IsPlain(source[i]) ? source[i] : '?';
        });
    }

    public static bool IsPlain(char c) => c == ' ' || CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
