using System.CommandLine;
using Sealift.Sites;

namespace Sealift.Cli.Connecting;

/// <summary>Options for some settings.</summary>
internal sealed class SettingOptions(IReadOnlyList<ConnectionSetting> settings)
{
    private readonly List<(ConnectionSetting Setting, Option Option)> _options = [.. settings.Select(setting => (setting, SettingOption.Create(setting)))];

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [.. _options.Select(pair => pair.Option)];

    /// <summary>Makes them options of a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options) command.Options.Add(option);
    }

    /// <summary>What the command line says.</summary>
    public ConnectionSettings Read(ParseResult arguments)
    {
        var values = ConnectionSettings.None;
        foreach (var (setting, option) in _options)
        {
            if (SettingOption.Read(arguments, option) is { Count: > 0 } given) values = values.With(setting, given);
        }

        return values;
    }
}
