namespace Sealift.Transfer.Filters;

/// <summary>A pattern without braces for one name after the other; <c>**</c> stands for any number of them.</summary>
internal sealed class NamesPattern
{
    // Null is "**".
    private readonly NamePattern?[] _names;

    private NamesPattern(NamePattern?[] names) => _names = names;

    public static NamesPattern Parse(string text)
    {
        var names = new List<NamePattern?>();
        foreach (var part in Split(text))
        {
            if (part.Length == 0) continue;
            if (part is "." or "..") throw new FormatException("A pattern cannot have \".\" or \"..\" as a name.");
            names.Add(part == "**" ? null : NamePattern.Parse(part));
        }

        if (names.Count == 0) throw new FormatException("A pattern, or a part of it between braces, is empty.");

        // What is below a directory is not the directory.
        if (names.Count > 1 && names[^1] is null) names.Add(NamePattern.Anything);
        return new NamesPattern([.. names]);
    }

    /// <summary>Whether the names from <paramref name="start"/> to before <paramref name="end"/> match.</summary>
    public bool Matches(IReadOnlyList<string> names, int start, int end)
    {
        // The last "**" takes one name more each time the rest does not fit: no other needs to be tried again.
        var (at, resume, resumeAt) = (0, -1, 0);
        var i = start;
        while (i < end)
        {
            if (at < _names.Length && _names[at] is null)
            {
                (resume, resumeAt) = (++at, i);
                continue;
            }

            if (at < _names.Length && _names[at]!.Matches(names[i]))
            {
                at++;
                i++;
                continue;
            }

            if (resume < 0) return false;
            at = resume;
            i = ++resumeAt;
        }

        while (at < _names.Length && _names[at] is null) at++;
        return at == _names.Length;
    }

    // A slash in a class or behind a backslash ends the name all the same: no name has one.
    private static string[] Split(string text) => text.Split('/');
}
