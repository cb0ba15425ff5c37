using System.Text;

namespace Sealift.Sites;

/// <summary>
/// A .netrc file: machine, default, login, password, account; macdef is read over. Values may stand in double quotes, where
/// a backslash takes the next character as it is. A word that begins with # where a keyword is due begins a comment.
/// </summary>
internal sealed class Netrc
{
    private readonly List<NetrcEntry> _entries = [];

    private Netrc()
    {
    }

    public IReadOnlyList<NetrcEntry> Entries => _entries;

    /// <summary>Reads the text of a file. What it does not know it skips: other programs have extensions of their own.</summary>
    public static Netrc Parse(string text)
    {
        var netrc = new Netrc();
        var rest = text.AsSpan();
        NetrcEntry? current = null;
        while (NextWord(ref rest) is { } word)
        {
            switch (word)
            {
                case "machine":
                    Take(new NetrcEntry(NextWord(ref rest) ?? "", null, null));
                    break;
                case "default":
                    Take(new NetrcEntry(null, null, null));
                    break;
                case "login":
                    current = Set(current, NextWord(ref rest), static (entry, value) => entry with { Login = value });
                    break;
                case "password":
                    current = Set(current, NextWord(ref rest), static (entry, value) => entry with { Password = value });
                    break;
                case "account":
                    current = Set(current, NextWord(ref rest), static (entry, value) => entry with { Account = value });
                    break;
                case "macdef":
                    SkipMacro(ref rest);
                    break;
                default:
                    if (word.StartsWith('#')) SkipLine(ref rest);
                    break;
            }
        }

        Take(null);
        return netrc;

        void Take(NetrcEntry? next)
        {
            if (current is not null) netrc._entries.Add(current);
            current = next;
        }
    }

    /// <summary>The first entry for a host and, when one is named, a user; <see langword="null"/> if there is none.</summary>
    public NetrcEntry? Find(string host, string? user) => _entries.Find(entry => entry.IsFor(host, user));

    private static NetrcEntry? Set(NetrcEntry? entry, string? value, Func<NetrcEntry, string?, NetrcEntry> change) =>
        entry is null ? null : change(entry, value);

    private static string? NextWord(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" \t\r\n");
        if (rest.IsEmpty) return null;
        if (rest[0] == '"') return NextQuoted(ref rest);

        var end = rest.IndexOfAny(" \t\r\n");
        var word = (end < 0 ? rest : rest[..end]).ToString();
        rest = rest[word.Length..];
        return word;
    }

    private static string NextQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length) i++;
            value.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return value.ToString();
    }

    private static void SkipLine(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('\n');
        rest = end < 0 ? [] : rest[(end + 1)..];
    }

    // A macro runs to the first empty line.
    private static void SkipMacro(ref ReadOnlySpan<char> rest)
    {
        SkipLine(ref rest);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            SkipLine(ref rest);
            if (line.Trim().IsEmpty) return;
        }
    }
}
