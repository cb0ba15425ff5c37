using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>
/// The argument of COMB, which joins the parts of a file on the server: <c>"target" "part1" "part2" …</c>, as Globalscape's EFT has it.
/// The parts are appended to the target in their order, and are gone afterwards.
/// </summary>
public static class CombFormat
{
    /// <summary>Writes the argument: every path in quotes, its own quotes doubled as in RFC 959 appendix II.</summary>
    /// <param name="target">The file that the parts become, or are appended to.</param>
    /// <param name="parts">The parts, in their order; at least one.</param>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static string Format(FtpPath target, IReadOnlyList<FtpPath> parts)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0) throw new ArgumentException("There is no part to join.", nameof(parts));
        var text = new StringBuilder(PwdFormat.Format(target));
        foreach (var part in parts) text.Append(' ').Append(PwdFormat.Format(part));
        return text.ToString();
    }

    /// <summary>Reads the argument. A name without spaces and quotes may stand without quotes.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="names">The target, then the parts, as they were written: at least two, none of them empty.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IReadOnlyList<string>? names)
    {
        names = null;
        var found = new List<string>();
        var rest = (text ?? "").AsSpan().Trim(' ');
        while (!rest.IsEmpty)
        {
            var isRead = rest[0] == '"' ? TryTakeQuoted(ref rest, out var name) : TryTakeWord(ref rest, out name);
            if (!isRead || (!rest.IsEmpty && rest[0] != ' ')) return false;
            found.Add(name);
            rest = rest.TrimStart(' ');
        }

        if (found.Count < 2) return false;
        names = found;
        return true;
    }

    /// <summary>Reads a quoted name at the beginning of an argument, such as that of XCRC.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="name">The name without its quotes, not empty.</param>
    /// <param name="rest">What follows: empty, or beginning with a space.</param>
    public static bool TryReadName([NotNullWhen(true)] string? text, out string name, out string rest)
    {
        var left = text.AsSpan();
        name = rest = "";
        if (!left.StartsWith('"') || !TryTakeQuoted(ref left, out name) || (!left.IsEmpty && left[0] != ' ')) return false;
        rest = left.ToString();
        return true;
    }

    private static bool TryTakeQuoted(ref ReadOnlySpan<char> rest, out string name)
    {
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                if (i + 1 == rest.Length || rest[i + 1] != '"')
                {
                    rest = rest[(i + 1)..];
                    name = text.ToString();
                    return name.Length > 0;
                }

                i++;
            }

            text.Append(rest[i]);
        }

        name = "";
        return false; // the quote is not closed
    }

    private static bool TryTakeWord(ref ReadOnlySpan<char> rest, out string name)
    {
        var end = rest.IndexOf(' ');
        var word = end < 0 ? rest : rest[..end];
        name = word.ToString();
        rest = rest[word.Length..];
        return !name.Contains('"');
    }
}
