using System.Text;

namespace Sealift.Sites;

/// <summary>What a setting's help says, for people who fill in a form: other settings by their titles, not as options of a command line.</summary>
internal static class SettingExplanation
{
    private const string Example = "Example: ";

    // What the help says of an option that is typed several times.
    private static readonly (string Option, string Form)[] Phrases =
    [
        ("May be given again.", "One a line."),
        ("give it again for each", "one a line for each"),
        ("Given again: tried in this order.", "Several, one a line, are tried in this order."),
    ];

    public static string Of(ConnectionSetting setting)
    {
        var help = setting.Help;
        foreach (var (option, form) in Phrases) help = help.Replace(option, form, StringComparison.Ordinal);
        var text = new StringBuilder();
        var isCommand = false;
        for (var i = 0; i < help.Length; i++)
        {
            // A command in quotes stays as it is typed.
            if (help[i] == '"') isCommand = !isCommand && help.AsSpan(i + 1).StartsWith("sealift ");
            var name = isCommand ? "" : OptionAt(help, i);
            if (name.Length == 0 || SiteKeys.Find(name) is not { } other)
            {
                text.Append(help[i]);
                continue;
            }

            i += name.Length + 1;
            if (EndsWith(text, Example)) i++;
            else text.Append('“').Append(other.Title).Append('”');
        }

        return text.ToString();
    }

    private static string OptionAt(string help, int index)
    {
        if (!help.AsSpan(index).StartsWith("--") || (index > 0 && help[index - 1] == '-')) return "";
        var end = index + 2;
        while (end < help.Length && (char.IsAsciiLetterLower(help[end]) || (help[end] == '-' && end + 1 < help.Length && char.IsAsciiLetterLower(help[end + 1])))) end++;
        return help[(index + 2)..end];
    }

    private static bool EndsWith(StringBuilder text, string end) => text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end;
}
