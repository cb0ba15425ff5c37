using System.Text;
using Sealift.Core;

namespace Sealift.Transfer.Filters;

/// <summary>
/// A pattern for paths: <c>*</c> any characters of one name, <c>**</c> any number of names, <c>?</c> one character, <c>[a-z]</c> one of these,
/// <c>[!a-z]</c> none of these, <c>{a,b}</c> one of these texts, <c>\</c> takes the next character as it is.
/// </summary>
/// <remarks>
/// A pattern without a slash, or with one at its end only, matches names in every directory; any other slash binds it to the top of the
/// tree. A slash at the end matches directories only. Upper and lower case differ. Matching takes time proportional to the product of both
/// lengths at most.
/// </remarks>
public sealed class PathPattern
{
    private const int MaxLength = 1024;
    private const int MaxAlternatives = 256;

    private readonly NamesPattern[] _alternatives;
    private readonly bool _isAnchored;
    private readonly bool _isForDirectories;

    private PathPattern(string text, NamesPattern[] alternatives, bool isAnchored, bool isForDirectories)
    {
        Text = text;
        _alternatives = alternatives;
        _isAnchored = isAnchored;
        _isForDirectories = isForDirectories;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern; 1 to 1024 characters.</param>
    /// <exception cref="FormatException">It is none; the message says why in plain words.</exception>
    public static PathPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxLength) throw new FormatException($"A pattern has 1 to {MaxLength} characters.");
        var isForDirectories = text[^1] == '/' && !text.EndsWith("\\/", StringComparison.Ordinal);
        var words = text.TrimEnd('/');
        var isAnchored = words.Contains('/', StringComparison.Ordinal);
        words = words.TrimStart('/');
        if (words.Length == 0) throw new FormatException("A pattern of slashes alone matches nothing.");
        var texts = new List<string>();
        Expand("", words, texts);
        return new PathPattern(text, [.. texts.Select(NamesPattern.Parse)], isAnchored, isForDirectories);
    }

    /// <summary>Whether the pattern matches an entry itself.</summary>
    /// <param name="path">Its path from the top of the tree.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    public bool Matches(FtpPath path, bool isDirectory)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Matches(path.Segments, path.Segments.Count, isDirectory);
    }

    /// <summary>Whether the pattern matches the entry that the first <paramref name="count"/> names lead to.</summary>
    internal bool Matches(IReadOnlyList<string> names, int count, bool isDirectory)
    {
        if (count == 0 || (_isForDirectories && !isDirectory)) return false;
        var start = _isAnchored ? 0 : count - 1;
        foreach (var alternative in _alternatives)
        {
            if (alternative.Matches(names, start, count)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // Braces are texts side by side: {a,b}c is ac or bc. They may stand in each other.
    private static void Expand(string before, string rest, List<string> results)
    {
        var open = FindOpen(rest);
        if (open < 0)
        {
            if (results.Count == MaxAlternatives) throw new FormatException($"The braces of a pattern stand for {MaxAlternatives} texts at most.");
            results.Add(before + rest);
            return;
        }

        var (close, parts) = ReadBraces(rest, open);
        foreach (var part in parts) Expand(before + rest[..open], part + rest[(close + 1)..], results);
    }

    private static int FindOpen(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') return i;
            else if (text[i] == '}') throw new FormatException("A pattern has a \"}\" without its \"{\".");
        }

        return -1;
    }

    private static (int Close, IReadOnlyList<string> Parts) ReadBraces(string text, int open)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var depth = 0;
        for (var i = open + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                part.Append(c).Append(text[++i]);
                continue;
            }

            if (depth == 0 && (c is ',' or '}'))
            {
                parts.Add(part.ToString());
                part.Clear();
                if (c == '}') return (i, parts);
                continue;
            }

            depth += c switch { '{' => 1, '}' => -1, _ => 0 };
            part.Append(c);
        }

        throw new FormatException("A pattern has a \"{\" without its \"}\".");
    }
}
