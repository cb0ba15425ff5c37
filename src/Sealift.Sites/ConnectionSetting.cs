using System.Globalization;
using Sealift.Client;

namespace Sealift.Sites;

/// <summary>
/// One thing that can be said about a connection, declared once (see <see cref="KnownSettings"/>): it is an option of the command
/// line (<c>--name</c>) and a key of a saved site (<c>name</c>).
/// </summary>
public sealed class ConnectionSetting
{
    private ConnectionSetting(string name, SettingKind kind, string? valueName, string help)
    {
        Name = name;
        Kind = kind;
        ValueName = valueName;
        Help = help;
    }

    /// <summary>The key, and the option without its dashes.</summary>
    public string Name { get; }

    /// <summary>A second name of the option, with its dash. Default: none.</summary>
    public string? Alias { get; private init; }

    /// <summary>What its value looks like.</summary>
    public SettingKind Kind { get; }

    /// <summary>What stands for the value in a manual, such as FILE; null for a flag.</summary>
    public string? ValueName { get; }

    /// <summary>What it means, with its default: complete enough to be the manual.</summary>
    public string Help { get; }

    /// <summary>What it is called in a form, such as "Oldest TLS version".</summary>
    public string Title { get; private set; } = "";

    /// <summary>What it is about.</summary>
    public SettingGroup Group { get; private set; }

    /// <summary>The help for people who fill in a form: it names other settings by their titles.</summary>
    public string Explanation => SettingExplanation.Of(this);

    /// <summary>The only values possible; empty (the default) where there are too many to list.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Whether the value names a file on this machine. Default false.</summary>
    public bool IsFile { get; private init; }

    /// <summary>Whether a saved site can have it. Default true; false means the command line only.</summary>
    public bool IsSaved { get; private init; } = true;

    /// <summary>Says what is wrong with a value, as the rest of a sentence ("takes …"); null if nothing is.</summary>
    internal Func<string, string?>? Check { get; private init; }

    /// <summary>What its values mean for a session; null where that is decided with more at hand than the options.</summary>
    internal Func<FtpClientOptions, IReadOnlyList<string>, FtpClientOptions>? Apply { get; private init; }

    /// <summary>What is wrong with a value, beginning with "takes"; null if it can be used.</summary>
    public string? FindProblem(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return IsText(value) ? Check?.Invoke(value) : "takes no control characters";
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>What it is about and called in a form; a part of its declaration.</summary>
    internal ConnectionSetting In(SettingGroup group, string title)
    {
        (Group, Title) = (group, title);
        return this;
    }

    /// <summary>A text; valueName stands for it in the manual.</summary>
    internal static ConnectionSetting Text(
        string name,
        string valueName,
        string help,
        Func<FtpClientOptions, string, FtpClientOptions>? apply = null,
        Func<string, string?>? check = null,
        string? alias = null,
        bool isFile = false,
        bool isSaved = true) => new(name, SettingKind.Text, valueName, help)
        {
            Alias = alias,
            IsFile = isFile,
            IsSaved = isSaved,
            Check = value => value.Length == 0 ? $"takes {valueName}, which cannot be empty" : check?.Invoke(value),
            Apply = Last(apply),
        };

    /// <summary>A text out of a few.</summary>
    internal static ConnectionSetting Choice(
        string name, IReadOnlyList<string> choices, string help, Func<FtpClientOptions, string, FtpClientOptions>? apply = null) =>
        new(name, SettingKind.Text, string.Join('|', choices), help)
        {
            Choices = choices,
            Check = value => choices.Contains(value, StringComparer.Ordinal) ? null : $"takes {string.Join(" or ", choices)}",
            Apply = Last(apply),
        };

    /// <summary>On or off. What "on" means for a session; "off" is what it is without the setting.</summary>
    internal static ConnectionSetting Flag(string name, string help, Func<FtpClientOptions, FtpClientOptions>? apply = null) =>
        new(name, SettingKind.Flag, null, help)
        {
            Choices = ["true", "false"],
            Check = value => value is "true" or "false" ? null : "takes true or false",
            Apply = apply is null ? null : (options, values) => values[^1] == "true" ? apply(options) : options,
        };

    /// <summary>A number of a range, which may have a fraction unless it counts something.</summary>
    internal static ConnectionSetting Number(
        string name,
        string valueName,
        (double Min, double Max) range,
        string help,
        Func<FtpClientOptions, double, FtpClientOptions>? apply = null,
        bool isWhole = false) => new(name, SettingKind.Number, valueName, help)
        {
            // Whoever reads a number that counts something reads it as such: "4.0" is none.
            Check = value => double.TryParse(value, NumberStyles.AllowLeadingSign | (isWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint), CultureInfo.InvariantCulture, out var number)
                && number >= range.Min && number <= range.Max
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"takes {(isWhole ? "a whole number" : valueName.ToLowerInvariant())} from {range.Min} to {range.Max}"),
            Apply = apply is null ? null : (options, values) => apply(options, double.Parse(values[^1], CultureInfo.InvariantCulture)),
        };

    /// <summary>Several texts.</summary>
    internal static ConnectionSetting List(
        string name,
        string valueName,
        string help,
        Func<FtpClientOptions, IReadOnlyList<string>, FtpClientOptions>? apply = null,
        Func<string, string?>? check = null,
        bool isFile = false) => new(name, SettingKind.List, valueName, help)
        {
            IsFile = isFile,
            Check = check,
            Apply = apply,
        };

    private static Func<FtpClientOptions, IReadOnlyList<string>, FtpClientOptions>? Last(Func<FtpClientOptions, string, FtpClientOptions>? apply) =>
        apply is null ? null : (options, values) => apply(options, values[^1]);

    // A lone half of a surrogate pair cannot be written to a file.
    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])) return false;
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) i++;
            else if (char.IsSurrogate(value[i])) return false;
        }

        return true;
    }
}
