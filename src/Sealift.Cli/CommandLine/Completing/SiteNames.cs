using System.CommandLine.Completions;
using Sealift.Sites;

namespace Sealift.Cli.CommandLine.Completing;

/// <summary>The saved sites, for completion. A file that cannot be read gives none: a person who types is told nothing about it here.</summary>
internal static class SiteNames
{
    /// <summary>As a URL begins with them.</summary>
    public static IEnumerable<CompletionItem> WithColon() => Items(":");

    /// <summary>Alone.</summary>
    public static IEnumerable<CompletionItem> Plain() => Items("");

    private static IEnumerable<CompletionItem> Items(string end)
    {
        try
        {
            return [.. new SiteStore(SiteStore.DefaultPath).Read().Sites.Select(site => new CompletionItem(site.Name + end, detail: site.Url().ToString()))];
        }
        catch (SiteException)
        {
            // The command itself will say what is wrong; a completion has no place to say it.
            return [];
        }
    }
}
