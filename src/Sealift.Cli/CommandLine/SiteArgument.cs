using Sealift.Sites;

namespace Sealift.Cli.CommandLine;

/// <summary>A saved site where a URL is expected: <c>name:/path</c> (from the server's top), <c>name:path</c> (from where the site begins), <c>name:</c>.</summary>
internal static class SiteArgument
{
    /// <summary>
    /// Whether a text has that form. A scheme or a user makes it something else, so a saved site and a URL are never mixed up; what
    /// has this form and is no saved site is an error, never a host.
    /// </summary>
    public static bool IsOne(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.AsSpan(colon).StartsWith("://") && SiteName.IsValid(text[..colon]);
    }

    /// <summary>The place that it names.</summary>
    /// <exception cref="SiteException">There is no such site, or the file of sites cannot be used.</exception>
    /// <exception cref="FormatException">The path is none.</exception>
    public static RemoteLocation Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var store = new SiteStore(SiteStore.DefaultPath);
        var site = store.Get(text[..colon]);
        return new RemoteLocation(site.Url(text[(colon + 1)..]), WithFullPaths(store, site));
    }

    private static Site WithFullPaths(SiteStore store, Site site)
    {
        foreach (var key in site.Values.Present.Where(key => key.IsFile).ToList()) site = site.With(key, [.. site.Values.FindAll(key).Select(store.Resolve)]);
        return site;
    }
}
