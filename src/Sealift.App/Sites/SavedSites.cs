using Sealift.App.Live;
using Sealift.Sites;

namespace Sealift.App.Sites;

/// <summary>The saved sites of this user, and that they have changed. Every window shows the same ones.</summary>
internal sealed class SavedSites : ILiveSource
{
    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The file of sites; read anew by every use, for the command may have changed it.</summary>
    public SiteStore Store { get; } = new(SiteStore.DefaultPath);

    /// <summary>All of them, by folder and name.</summary>
    /// <exception cref="SiteException">The file cannot be used.</exception>
    public IReadOnlyList<Site> Read() =>
        [.. Store.Read().Sites.OrderBy(static site => site.Folder, StringComparer.OrdinalIgnoreCase).ThenBy(static site => site.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Tells every window that the sites, or what is known of them, are others now.</summary>
    public void Tell() => Changed?.Invoke();
}
