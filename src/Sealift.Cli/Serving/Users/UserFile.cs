using System.Globalization;
using System.Text;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;
using Tomlyn.Syntax;

namespace Sealift.Cli.Serving.Users;

/// <summary>
/// The text of a file of users, in TOML. A change touches the lines of its own user and no others: comments, order and blank lines
/// stay. Immutable.
/// </summary>
internal sealed class UserFile
{
    private readonly string _path;
    private readonly IReadOnlyList<UserPlace> _places;

    private UserFile(string path, string text, UserReader reader)
    {
        _path = path;
        Text = text;
        _places = reader.Users;
        Hosts = reader.Hosts;
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The users, in the file's order.</summary>
    public IEnumerable<UserEntry> Users => _places.Select(place => place.User);

    /// <summary>The virtual hosts, in the file's order.</summary>
    public IReadOnlyList<HostEntry> Hosts { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="CommandException">It is no TOML, or says what no user can be; the message names line and column.</exception>
    public static UserFile Parse(string text, string path)
    {
        var reader = new UserReader(path);
        var document = TomlText.Parse(text, path, validate: false);
        RefuseErrors(document, reader);
        if (document.KeyValues.FirstOrDefault() is { } stray)
            throw reader.Wrong(stray, $"the key {TerminalText.Escape(stray.Key?.ToString().Trim() ?? "")} stands before any user.", "A user begins with [user.NAME].");
        foreach (var table in document.Tables) reader.Read(table);
        RefuseErrors(TomlText.Parse(text, path), reader);
        return new UserFile(path, text, reader);
    }

    /// <summary>The user of this name; null if there is none.</summary>
    public UserEntry? Find(string? host, string name) => Place(host, name)?.User;

    /// <summary>The file with one more user, at its end.</summary>
    public UserFile With(UserEntry user)
    {
        var end = LineEnd;
        var text = new StringBuilder(Text);
        if (Text.Length > 0 && !Text.EndsWith('\n')) text.Append(end);
        if (Text.Length > 0) text.Append(end);
        text.Append(user.Host is null ? $"[user.{Key(user.Name)}]" : $"[host.{Key(user.Host)}.user.{Key(user.Name)}]").Append(end);
        foreach (var key in UserKeys.OfUsers.Where(user.Values.ContainsKey)) text.Append(Line(key, user.FindAll(key))).Append(end);
        return Parse(text.ToString(), _path);
    }

    /// <summary>The file with another value of a key.</summary>
    public UserFile With(UserEntry user, UserKey key, IReadOnlyList<string> values)
    {
        var place = Place(user.Host, user.Name)!;
        if (place.Lines.TryGetValue(key, out var line))
        {
            var (start, stop) = (line.Value!.Span.Start.Offset, line.Value.Span.End.Offset + 1);
            return Parse(Text.Remove(start, stop - start).Insert(start, Value(key, values)), _path);
        }

        var at = NextLine(place.Syntax.CloseBracket!.Span.End.Offset);
        var separator = at > 0 && Text[at - 1] != '\n' ? LineEnd : "";
        return Parse(Text.Insert(at, separator + Line(key, values) + LineEnd), _path);
    }

    /// <summary>The file without a user: its table, and the comment that stands directly above it, unless that begins the file.</summary>
    public UserFile Without(UserEntry user)
    {
        var place = Place(user.Host, user.Name)!;
        var start = LineStart(place.Syntax.Span.Start.Offset);
        var last = place.Lines.Values.Select(line => line.Value!.Span.End.Offset).Append(place.Syntax.CloseBracket!.Span.End.Offset).Max();
        var end = NextLine(last);
        var comment = start;
        while (comment > 0 && Text[LineStart(comment - 1)..comment].TrimStart().StartsWith('#')) comment = LineStart(comment - 1);
        if (comment > 0) start = comment;

        // One blank line between what is left on both sides, not two.
        var isBlankBefore = start == 0 || string.IsNullOrWhiteSpace(Text[LineStart(start - 1)..start]);
        if (isBlankBefore && end < Text.Length && string.IsNullOrWhiteSpace(Text[end..NextLine(end)])) end = NextLine(end);
        return Parse(Text.Remove(start, end - start), _path);
    }

    private static void RefuseErrors(DocumentSyntax document, UserReader reader)
    {
        if (document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error) is not { } error) return;

        // The parser's message may quote a value.
        var quote = error.Message.IndexOf(" with `", StringComparison.Ordinal);
        var words = TerminalText.Escape((quote < 0 ? error.Message : error.Message[..quote]).TrimEnd('.'));
        throw reader.Wrong(error.Span.Start, $"{words}.", "A user is [user.NAME] on a line of its own, then lines such as root = \"/srv/files\".");
    }

    private static string Line(UserKey key, IReadOnlyList<string> values) => $"{key} = {Value(key, values)}";

    private static string Value(UserKey key, IReadOnlyList<string> values) => key.Kind switch
    {
        UserKeyKind.Flag or UserKeyKind.Number => values[^1],
        UserKeyKind.List => $"[{string.Join(", ", values.Select(Quoted))}]",
        _ => Quoted(values[^1]),
    };

    private static string Key(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name : Quoted(name);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private UserPlace? Place(string? host, string name) =>
        _places.FirstOrDefault(place => place.User.Name == name && UserReader.SameHost(place.User.Host, host));

    private string LineEnd => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private int LineStart(int offset) => offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;

    private int NextLine(int offset)
    {
        var end = offset >= Text.Length ? -1 : Text.IndexOf('\n', offset);
        return end < 0 ? Text.Length : end + 1;
    }
}
