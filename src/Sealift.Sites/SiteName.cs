namespace Sealift.Sites;

/// <summary>What a site may be called: letters and digits of ASCII, '-', '_' and '.', beginning with a letter or a digit, at most 64.</summary>
public static class SiteName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 64;

    /// <summary>The rule, for messages.</summary>
    public const string Rule = "A name has letters, digits, '-', '_' and '.', begins with a letter or a digit, and has at most 64 characters.";

    /// <summary>Whether a site may have this name. Names that differ in case only are one name.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPart);
    }

    /// <summary>A valid name that resembles a text; "site" if nothing of it can stay.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = string.Concat(text.Trim().Select(c => IsPart(c) ? c : '-')).TrimStart('-', '_', '.').TrimEnd('-');
        if (name.Length > MaxLength) name = name[..MaxLength];
        return name.Length == 0 ? "site" : name;
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
