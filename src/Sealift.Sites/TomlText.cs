using System.Globalization;
using System.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Sealift.Sites;

/// <summary>Reads TOML that somebody else may have written.</summary>
internal static class TomlText
{
    // Of the parser: https://github.com/xoofx/Tomlyn, TomlSerializerOptions.MaxDepth.
    private const int MaxDepth = 64;

    /// <summary>Reads a text. Whatever is wrong with it is an error among the diagnostics of the document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="validate">Whether keys and tables that are there twice are errors, too.</param>
    public static DocumentSyntax Parse(string text, string path, bool validate = true)
    {
        // The parser tells of everything that is wrong but this: where half of a character is part of its message, and where lists and tables stand in
        // one another too deep, it throws.
        try
        {
            return SyntaxParser.Parse(text, path, validate);
        }
        catch (ArgumentOutOfRangeException)
        {
            return Refused(path, FindHalf(text), "Half of a character (a lone surrogate) stands here");
        }
        catch (TomlException)
        {
            return Refused(path, FindDepth(text), $"Lists and tables stand in one another more than {MaxDepth} deep");
        }
    }

    private static DocumentSyntax Refused(string path, TextPosition place, string problem)
    {
        var document = new DocumentSyntax();
        document.Diagnostics.Error(new SourceSpan(path, place, place), problem);
        return document;
    }

    // As itself, or as an escape such as \uD800.
    private static TextPosition FindHalf(string text)
    {
        var (line, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') (line, start) = (line + 1, i + 1);
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if ((char.IsSurrogate(text[i]) && !isPair) || IsEscapedHalf(text.AsSpan(i))) return new TextPosition(i, line, i - start);
            if (isPair) i++;
        }

        return new TextPosition(0, 0, 0);
    }

    private static bool IsEscapedHalf(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith("\\u") ? 4 : text.StartsWith("\\U") ? 8 : 0;
        return digits > 0 && text.Length >= digits + 2
            && uint.TryParse(text.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && !Rune.IsValid(value);
    }

    // Strings are not told apart: where brackets in a string come before, the line is one of those.
    private static TextPosition FindDepth(string text)
    {
        var (line, start, depth) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') (line, start) = (line + 1, i + 1);
            if (text[i] is '[' or '{') depth++;
            if (text[i] is ']' or '}') depth--;
            if (depth > MaxDepth) return new TextPosition(i, line, i - start);
        }

        return new TextPosition(0, 0, 0);
    }
}
