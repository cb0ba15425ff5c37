using Sealift.Sites;

namespace Sealift.Cli.Output.Json;

/// <summary>A saved site as JSON.</summary>
internal sealed record SiteRecord
{
    private static readonly ConnectionSetting[] Apart = [SiteKeys.Folder, SiteKeys.Description, SiteKeys.Secrets, SiteKeys.Host, SiteKeys.Port, SiteKeys.Mode, SiteKeys.Path];

    public required string Name { get; init; }

    public required string Url { get; init; }

    public required string? Folder { get; init; }

    public required string? Description { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Every other key that the site has, each with its values as texts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Settings { get; init; }

    public static SiteRecord Of(Site site) => new()
    {
        Name = site.Name,
        Url = site.Url().ToString(),
        Folder = site.Values.Find(SiteKeys.Folder),
        Description = site.Values.Find(SiteKeys.Description),
        Secrets = site.Secrets,
        Settings = site.Values.Present.Where(key => !Apart.Contains(key)).ToDictionary(key => key.Name, site.Values.FindAll, StringComparer.Ordinal),
    };
}
