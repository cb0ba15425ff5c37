using System.Globalization;
using Sealift.Client;

namespace Sealift.Sites;

/// <summary>Values of settings: those of a command line, of a saved site, or of both. Immutable.</summary>
public sealed class ConnectionSettings
{
    private readonly Dictionary<ConnectionSetting, IReadOnlyList<string>> _values;

    private ConnectionSettings(Dictionary<ConnectionSetting, IReadOnlyList<string>> values) => _values = values;

    /// <summary>Nothing is said; every default holds.</summary>
    public static ConnectionSettings None { get; } = new([]);

    /// <summary>The settings that have a value, those of a site (<see cref="SiteKeys.Own"/>) first, in the order of the manual.</summary>
    public IEnumerable<ConnectionSetting> Present => SiteKeys.Own.Concat(KnownSettings.All).Where(_values.ContainsKey);

    /// <summary>These settings with one more, or with another value of one.</summary>
    /// <param name="setting">Which.</param>
    /// <param name="values">At least one; all but a list use the last.</param>
    /// <exception cref="ArgumentException">A value cannot be used; see <see cref="ConnectionSetting.FindProblem"/>.</exception>
    public ConnectionSettings With(ConnectionSetting setting, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException($"{setting} needs a value.", nameof(values));
        if (values.Select(setting.FindProblem).FirstOrDefault(problem => problem is not null) is { } problem)
            throw new ArgumentException($"{setting} {problem}.", nameof(values));
        return new ConnectionSettings(new(_values)
        {
            [setting] = setting.Kind switch
            {
                SettingKind.List => [.. values],
                SettingKind.Number => [Number(values[^1])],
                _ => [values[^1]],
            },
        });
    }

    /// <summary>These settings without one.</summary>
    public ConnectionSettings Without(ConnectionSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var values = new Dictionary<ConnectionSetting, IReadOnlyList<string>>(_values);
        values.Remove(setting);
        return new ConnectionSettings(values);
    }

    /// <summary>Both; where both have a value, the one of these counts.</summary>
    /// <param name="below">The weaker ones, such as those of a saved site below those of the command line.</param>
    public ConnectionSettings Over(ConnectionSettings below)
    {
        ArgumentNullException.ThrowIfNull(below);
        var values = new Dictionary<ConnectionSetting, IReadOnlyList<string>>(below._values);
        foreach (var (setting, value) in _values) values[setting] = value;
        return new ConnectionSettings(values);
    }

    /// <summary>The value of a setting, or null if it has none.</summary>
    public string? Find(ConnectionSetting setting) => _values.TryGetValue(setting, out var values) ? values[^1] : null;

    /// <summary>All values of a list; empty if it has none.</summary>
    public IReadOnlyList<string> FindAll(ConnectionSetting setting) => _values.GetValueOrDefault(setting) ?? [];

    /// <summary>Whether a flag is on.</summary>
    public bool IsOn(ConnectionSetting setting) => Find(setting) == "true";

    /// <summary>What the settings mean for a session, as far as they say it by themselves.</summary>
    public FtpClientOptions ApplyTo(FtpClientOptions options)
    {
        foreach (var setting in Present)
        {
            if (setting.Apply is { } apply) options = apply(options, _values[setting]);
        }

        return options;
    }

    // One way to write a number: ".5", "5." and "021" are numbers to a person and none in TOML.
    private static string Number(string text) => double
        .Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        .ToString("0.################", CultureInfo.InvariantCulture);
}
