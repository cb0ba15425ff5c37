using Sealift.Sites;

namespace Sealift.App.Sites;

/// <summary>The list of sites as it is drawn: folders, and what is in those that are open.</summary>
internal static class SiteTree
{
    /// <summary>The lines, from the top.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="closed">The folders that are closed.</param>
    public static IReadOnlyList<SiteRow> Rows(IEnumerable<Site> sites, IReadOnlySet<string> closed)
    {
        var rows = new List<SiteRow>();
        Add(rows, [.. sites.Select(static site => (Parts: PartsOf(site.Folder), Site: site))], 0, "", closed);
        return rows;
    }

    /// <summary>All folders that there are, those above others too.</summary>
    public static IReadOnlyList<string> Folders(IEnumerable<Site> sites) =>
    [
        .. sites.Select(static site => PartsOf(site.Folder))
            .SelectMany(static parts => Enumerable.Range(1, parts.Length).Select(count => string.Join('/', parts.Take(count))))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    private static void Add(List<SiteRow> rows, List<(string[] Parts, Site Site)> sites, int depth, string folder, IReadOnlySet<string> closed)
    {
        var folders = sites.Where(site => site.Parts.Length > depth).GroupBy(site => site.Parts[depth], StringComparer.OrdinalIgnoreCase).OrderBy(static group => group.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var group in folders)
        {
            var path = folder.Length == 0 ? group.Key : $"{folder}/{group.Key}";
            List<(string[], Site)> inside = [.. group];
            rows.Add(new SiteRow(depth, path, group.Key, null, inside.Count));
            if (!closed.Contains(path)) Add(rows, inside, depth + 1, path, closed);
        }

        foreach (var (_, site) in sites.Where(site => site.Parts.Length == depth).OrderBy(static site => site.Site.Name, StringComparer.OrdinalIgnoreCase))
            rows.Add(new SiteRow(depth, null, site.Name, site, 0));
    }

    private static string[] PartsOf(string folder) => folder.Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
