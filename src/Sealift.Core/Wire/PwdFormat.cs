using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>The quoted path in replies to PWD and MKD (RFC 959 appendix II).</summary>
public static class PwdFormat
{
    /// <summary>Reads the first quoted path of a text; a doubled quote in it is one quote.</summary>
    /// <param name="text">The text of a 257 reply, with or without its code.</param>
    /// <param name="path">
    /// The path when the result is <see langword="true"/>, as the system writes it: "'USER.LIB'" of z/OS and "DISK:[USER]" of OpenVMS are
    /// one name each, which CWD takes back as it is.
    /// </param>
    /// <returns><see langword="false"/> without a quoted path, with an unclosed quote, or when it is no valid path.</returns>
    /// <remarks>Without a double quote, a data set in single quotes and a directory in brackets are still found.</remarks>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FtpPath? path)
    {
        path = null;
        var open = text?.IndexOf('"') ?? -1;
        if (open < 0)
            return TryParseUnquoted(text, out path);
        var quoted = new StringBuilder();
        for (var i = open + 1; i < text!.Length; i++)
        {
            if (text[i] != '"')
            {
                quoted.Append(text[i]);
                continue;
            }

            if (i + 1 >= text.Length || text[i + 1] != '"')
                return FtpPath.TryParse(quoted.ToString(), out path);
            quoted.Append('"');
            i++;
        }

        return false;
    }

    // "257 'USER.LIB' is the working directory", "257 DISK:[USER] is current directory".
    private static bool TryParseUnquoted(string? text, [NotNullWhen(true)] out FtpPath? path)
    {
        path = null;
        foreach (var word in (text ?? "").Split(' ', 4, StringSplitOptions.RemoveEmptyEntries))
        {
            var isDataSet = word.Length > 2 && word[0] == '\'' && word[^1] == '\'' && !word.AsSpan(1, word.Length - 2).Contains('\'');
            var isDirectory = word.IndexOf(":[", StringComparison.Ordinal) > 0 && word[^1] == ']';
            if (isDataSet || isDirectory)
                return FtpPath.TryParse(word, out path);
        }

        return false;
    }

    /// <summary>The path in quotes, its own quotes doubled.</summary>
    /// <param name="path">The path.</param>
    public static string Format(FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return $"\"{path.ToString().Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
