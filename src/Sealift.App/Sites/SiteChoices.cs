using Sealift.Cli.Commands.Sites;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;

namespace Sealift.App.Sites;

/// <summary>Which servers are offered for what has been typed: saved sites that have every word of it, and the address itself where it is one.</summary>
internal static class SiteChoices
{
    /// <summary>What can be chosen.</summary>
    /// <param name="text">What has been typed; empty offers every site.</param>
    /// <param name="sites">The saved sites, in their order.</param>
    public static IReadOnlyList<SiteChoice> Find(string text, IReadOnlyList<Site> sites)
    {
        var typed = text.Trim();
        var saved = Matching(typed, sites).Select(static site => new SiteChoice(site.Name, Detail(site), $"{site.Name}:", IsSaved: true)).ToList();
        if (FindSavedPlace(typed, sites) is { } place) return [place, .. saved.Where(choice => choice.Address != place.Address)];
        if (FindAddress(typed) is not { } address) return saved;

        // What has a scheme or a user is meant as an address; a word is a saved site first.
        return typed.Contains("://", StringComparison.Ordinal) || typed.Contains('@', StringComparison.Ordinal) ? [address, .. saved] : [.. saved, address];
    }

    /// <summary>The sites that have every word of a text in their name, folder, address, user or description.</summary>
    public static IEnumerable<Site> Matching(string text, IReadOnlyList<Site> sites)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return sites.Where(site => words.All(word => Searched(site).Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Searched(Site site) => $"{site.Name}\n{site.Folder}\n{site.Url()}\n{site.Description}";

    private static string Detail(Site site) => site.Folder.Length == 0 ? site.Url().ToString() : $"{site.Folder} · {site.Url()}";

    // name: and name:/path, as the command takes them.
    private static SiteChoice? FindSavedPlace(string typed, IReadOnlyList<Site> sites)
    {
        var colon = typed.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || typed.AsSpan(colon).StartsWith("://")) return null;
        var site = sites.FirstOrDefault(site => site.Name.Equals(typed[..colon], StringComparison.OrdinalIgnoreCase));
        var path = typed[(colon + 1)..];
        if (site is null || (path.Length > 0 && !FtpPath.TryParse(path, out _))) return null;
        return new SiteChoice(path.Length == 0 ? site.Name : $"{site.Name}:{path}", Detail(site), $"{site.Name}:{path}", IsSaved: true);
    }

    private static SiteChoice? FindAddress(string typed)
    {
        if (typed.Length == 0 || typed.Any(char.IsWhiteSpace) || !IsAddress(typed)) return null;
        try
        {
            var url = SiteAddress.Read(typed);
            return new SiteChoice($"Connect to {url.Host}", url.ToString(), typed.Contains("://", StringComparison.Ordinal) ? typed : url.ToString(), IsSaved: false);
        }
        catch (CommandException)
        {
            return null; // not yet an address; it may become one with the next key
        }
    }

    // A word alone is the beginning of a site's name; a host has a dot, or is localhost.
    private static bool IsAddress(string typed) => typed.AsSpan().ContainsAny('.', '@', ':') || typed == "localhost";
}
