using System.CommandLine;
using System.CommandLine.Parsing;
using Sealift.Sites;

namespace Sealift.Cli.Connecting;

/// <summary>A setting of a connection as an option of the command line.</summary>
internal static class SettingOption
{
    /// <summary>The option of a setting; its values are checked as the setting wants it.</summary>
    public static Option Create(ConnectionSetting setting)
    {
        var name = $"--{setting.Name}";
        string[] aliases = setting.Alias is { } alias ? [alias] : [];
        Option option = setting.Kind switch
        {
            SettingKind.Flag => new Option<bool>(name, aliases),
            SettingKind.List => new Option<string[]>(name, aliases),
            _ => new Option<string?>(name, aliases),
        };
        option.Description = setting.Help;
        option.HelpName = setting.ValueName;
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. setting.Choices]);
        if (setting.Kind != SettingKind.Flag) option.Validators.Add(result => Validate(setting, result));
        return option;
    }

    /// <summary>What the command line says; empty if it does not name the option.</summary>
    public static IReadOnlyList<string> Read(ParseResult arguments, Option option) => arguments.GetResult(option) switch
    {
        null or { Implicit: true } => [],
        var result when option is Option<bool> flag => [result.GetRequiredValue(flag) ? "true" : "false"],
        var result => [.. result.Tokens.Select(token => token.Value)],
    };

    private static void Validate(ConnectionSetting setting, OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (setting.FindProblem(token.Value) is not { } problem) continue;
            result.AddError($"--{setting.Name} {problem}.");
            return;
        }
    }
}
