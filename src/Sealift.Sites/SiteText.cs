using System.Globalization;
using System.Text;

namespace Sealift.Sites;

/// <summary>Writes parts of a file of sites.</summary>
internal static class SiteText
{
    /// <summary>The line of a name. A dot would mean a table in a table, so such a name is quoted.</summary>
    public static string Header(string name) => name.Contains('.', StringComparison.Ordinal) ? $"[\"{name}\"]" : $"[{name}]";

    /// <summary>A line, without its end.</summary>
    public static string Line(ConnectionSetting key, IReadOnlyList<string> values) => $"{key.Name} = {Value(key, values)}";

    /// <summary>A value as TOML writes it.</summary>
    public static string Value(ConnectionSetting key, IReadOnlyList<string> values) => key.Kind switch
    {
        SettingKind.Flag => values[^1],
        SettingKind.Number => values[^1],
        SettingKind.List => $"[{string.Join(", ", values.Select(Quoted))}]",
        _ => Quoted(values[^1]),
    };

    /// <summary>How a value of this key may look.</summary>
    public static string Example(ConnectionSetting key) => key switch
    {
        { Kind: SettingKind.Flag } => "true",
        { Kind: SettingKind.Number } => "60",
        { Kind: SettingKind.List } => $"[\"{key.ValueName}\"]",
        { Choices: [.., var last] } => $"\"{last}\"",
        _ => $"\"{key.ValueName}\"",
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            // The parser takes the replacement character for half of a surrogate pair.
            else if (char.IsControl(c) || c == '\uFFFD') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
