using Sealift.Sites;

namespace Sealift.App.Sites;

/// <summary>The parts of the form of a site.</summary>
internal static class SettingSections
{
    /// <summary>The parts, in their order.</summary>
    public static IReadOnlyList<SettingGroup> All { get; } = Enum.GetValues<SettingGroup>();

    /// <summary>The settings of a part that have these words in title, key or explanation.</summary>
    /// <param name="group">The part.</param>
    /// <param name="words">What is looked for; empty for all.</param>
    public static IReadOnlyList<ConnectionSetting> Of(SettingGroup group, string words)
    {
        var all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. SiteForm.Settings.Where(setting => setting.Group == group && all.All(word => Text(setting).Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>What a part is called.</summary>
    public static string NameOf(SettingGroup group) => group switch
    {
        SettingGroup.About => "About the site",
        SettingGroup.Address => "Address",
        SettingGroup.Login => "Login",
        SettingGroup.Trust => "Trust",
        SettingGroup.Encryption => "Encryption",
        SettingGroup.Connection => "Connection",
        SettingGroup.Server => "What is peculiar to the server",
        _ => "Without protection",
    };

    private static string Text(ConnectionSetting setting) => $"{setting.Title}\n{setting.Name}\n{setting.Explanation}";
}
