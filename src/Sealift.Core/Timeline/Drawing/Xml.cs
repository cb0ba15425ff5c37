using System.Text;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>Text inside XML and HTML.</summary>
internal static class Xml
{
    /// <summary>Escapes what markup would act on, quotes included. What XML 1.0 cannot hold at all becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var output = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            output.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                < ' ' and not ('\t' or '\n') => "\uFFFD",
                0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return output.ToString();
    }
}
